/** Thrown when charts cannot be had, or are not what they should be: what was asked, where, and what to do. */
export class ChartsError extends Error {
  override readonly name = 'ChartsError';
}
