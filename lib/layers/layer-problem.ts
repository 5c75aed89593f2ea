/** Something in an object of a team or an application that Istio would take, and that does not do what it says. */
export interface LayerProblem {
  /** `<kind> <namespace>/<name>`. */
  readonly object: string;
  /** Path in it, such as `spec.http[0].timeout`. */
  readonly path: string;
  /** What was found, what is allowed, what to do. */
  readonly message: string;
}

/** One line for people. */
export function layerProblemText({ object, path, message }: LayerProblem): string {
  return `${object}: ${path}: ${message}`;
}
