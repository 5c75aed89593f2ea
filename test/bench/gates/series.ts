import type { Minute } from './trace';

/** Requests to a namespace within one minute. */
export interface Counts {
  readonly bad: number;
  readonly all: number;
}

/** What the namespace's own proxies counted; `null` when they were not scraped. */
export function atDestination({ cells, lost }: Minute, namespace: string): Counts | null {
  if (lost) return null;
  const own = cells.filter((cell) => cell.namespace === namespace);
  return { bad: sum(own.map(({ bad }) => bad)), all: sum(own.map(({ all }) => all)) };
}

/** What its callers' proxies counted, with what never arrived. */
export function atSource(minute: Minute, namespace: string): Counts | null {
  const arrived = atDestination(minute, namespace);
  if (arrived === null) return null;
  const own = minute.cells.filter((cell) => cell.namespace === namespace);
  const unreached = sum(own.map((cell) => cell.unreached));
  return { bad: arrived.bad + unreached, all: arrived.all + unreached };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
