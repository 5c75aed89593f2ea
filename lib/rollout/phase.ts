/**
 * Where the rollout stands.
 *
 * - `installing`: `to` is added and must get ready
 * - `proving`: the istiods of `from` are restarted, and must serve again
 * - `adopting`: namespaces get `istio.io/rev` without a change in effect
 * - `moving`: wave `released - 1` is being moved and judged
 * - `retaining`: every wave proved itself, `from` is kept while all of them go on being judged
 * - `handing-over`: the default and the tags move to `to`, one at a time
 * - `removing`: `from` goes when two scans find it unused
 * - `rolling-back`: everything returns to `from`
 * - `done`, `rolled-back`: terminal
 */
export type Phase =
  | 'installing'
  | 'proving'
  | 'adopting'
  | 'moving'
  | 'retaining'
  | 'handing-over'
  | 'removing'
  | 'done'
  | 'rolling-back'
  | 'rolled-back';
