import { durationText } from '../../cli/views/duration-text';
import type { PageData } from '../page-data';

/** What a page knows of how old it is. Times are epoch milliseconds, by the browser's clock. */
export interface Seen {
  readonly data: PageData;
  /** When the dashboard gave it. */
  readonly receivedAt: number;
  /** Since when the dashboard gives no answer, and why; `null` while it does. */
  readonly lost: { readonly since: number; readonly reason: string } | null;
}

/** How old what is shown is, and what was not answered. */
export interface Freshness {
  /** Age of the report in seconds; `null` where there is none. */
  readonly seconds: number | null;
  /** What is wrong, without any number that only counts on; `null` while nothing is. */
  readonly problem: string | null;
}

/** A look takes some time, and is made every few seconds: an older one is told. In seconds. */
const STALE = 20;

/** How old a live page is at `now`: by the dashboard's clock when it was given, and by the browser's since. */
export function freshnessOf({ data, receivedAt, lost }: Seen, now: number): Freshness {
  const { report, look } = data;
  if (look === null) return { seconds: null, problem: null };
  const madeAt = report === null ? null : Date.parse(report.at);
  const seconds =
    madeAt === null
      ? null
      : Math.max(0, Math.round((Date.parse(look.now) - madeAt + now - receivedAt) / 1000));
  return { seconds, problem: problemOf(data, lost, seconds) };
}

function problemOf(
  { report, look }: PageData,
  lost: Seen['lost'],
  seconds: number | null,
): string | null {
  if (lost !== null) return `the dashboard does not answer: ${lost.reason}`;
  const failure = look?.failure ?? null;
  if (failure !== null) return `the last look was not answered: ${failure.message}`;
  const isSlow = report !== null && seconds !== null && seconds > STALE;
  if (isSlow) return 'the cluster has not answered the look that is under way';
  return report === null ? 'no look was answered yet' : null;
}

/** The same for people. */
export function freshnessText({ seconds, problem }: Freshness): string {
  const age = seconds === null ? '' : `Seen ${durationText(seconds)} ago`;
  return [age, problem ?? ''].filter((part) => part !== '').join('; ');
}
