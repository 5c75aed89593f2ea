/** One kind of problem, as the documentation tells it. */
export interface CatalogueEntry {
  readonly severity: 'error' | 'warning';
  /** What is the case, in one line. */
  readonly title: string;
  /** What it means for the mesh. */
  readonly meaning: string;
  /** What to do. */
  readonly remedy: string;
  /** The smallest document that has the problem, without its version and kind; absent where it is not a document's. */
  readonly example?: string;
}
