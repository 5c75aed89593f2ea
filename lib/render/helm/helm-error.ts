/** Thrown when Helm is missing or refuses the values; the message is Helm's own where it gave one. */
export class HelmError extends Error {
  override readonly name = 'HelmError';
}
