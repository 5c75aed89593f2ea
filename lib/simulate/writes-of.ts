import type { SimWrite } from './sim-write';

/** How many requests of a rollout change something, of those by what they change. */
export function writesOf({
  writes,
}: {
  readonly writes: Readonly<Record<SimWrite['type'], number>>;
}): number {
  return writes.record + writes.action + writes.object;
}
