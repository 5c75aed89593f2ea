/** Label of the pods of one generation of a gateway, with its revision: by it the address leads to that one alone. */
export const GENERATION_LABEL = 'istio-revisions.dev/generation';

/** Name of a generation's Deployment, and of the scaler and the budget that go with it. */
export function generationName(gateway: string, revision: string): string {
  return `${gateway}-${revision}`;
}
