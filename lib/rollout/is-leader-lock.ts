/** How an object of a revision, as `<kind> <name>`, begins that is a lock by which its istiods elect a leader. */
const LEADER_LOCK = 'Lease ';

/** Whether it is one: it holds nothing. */
export function isLeaderLock(object: string): boolean {
  return object.startsWith(LEADER_LOCK);
}
