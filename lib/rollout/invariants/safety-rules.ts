/**
 * What a rollout never does, whatever fails. Each rule is held by invariants over single decisions (`INVARIANTS`), or,
 * where one decision does not show it, by a check over a whole run (`HISTORY_RULES`) or of the cluster.
 */
export type SafetyRule =
  /** order: a wave moves only after the one before it has proved itself */
  | 'S1'
  /** blast radius: what has moved and is not proved is never more than one wave */
  | 'S2'
  /** no orphan: a revision goes only when it is known that nothing uses it */
  | 'S3'
  /** direction: within an attempt the waves go forward, turn at most once, and never go forward again */
  | 'S4'
  /** quiescence: where everything is as it should be nothing is done, and doing it twice is doing it once */
  | 'S5'
  /** evidence: what lets a rollout advance was seen after the step that it judges */
  | 'S6'
  /** fail safe: what is unknown never advances, never removes and never turns back */
  | 'S7'
  /** pause: while paused nothing moves forward */
  | 'S8'
  /** commands: a rollback comes before all else, the others in their order; a stale one does nothing */
  | 'S9'
  /** safe target: nothing is put onto a revision that is not known to serve */
  | 'S10'
  /** exact restore: a rollback gives back the labels that there were, and touches nothing else */
  | 'S11'
  /** identity: a namespace that was made anew is another one */
  | 'S12'
  /** single effect: two drivers reach no state that one could not */
  | 'S13'
  /** time: no soak is shorter than agreed, whatever the clock does */
  | 'S14'
  /** no half wave: a wave is judged only when all of it was moved */
  | 'S15'
  /** gateways first, last back */
  | 'S16'
  /** capacity: restarts are started only where they can end, and no more at once than was agreed */
  | 'S17'
  /** no injection gap: no pod is made while nothing would inject it */
  | 'S18'
  /** address: none of a gateway leads to a generation alone that is not known to serve, and none is left empty */
  | 'S19'
  /** clusters: none moves, takes its last gateways over or gives the old revision up before the clusters that it follows */
  | 'S20'
  /** pins: a Gateway of the Gateway API moves by its own label alone, with its wave, and by nothing else */
  | 'S21';
