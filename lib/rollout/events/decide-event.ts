import { eventName, type ClusterEvent, type EventSubject } from './cluster-event';
import { refill, type EventBudget } from './event-budget';

/** Told again within this time, in milliseconds, the same is one more of a series and no new Event. */
const SERIES_MS = 10 * 60_000;

/** An Event object, and how often what it tells was told. */
export interface Series {
  readonly name: string;
  readonly count: number;
  /** When it was told last, epoch milliseconds. */
  readonly lastAt: number;
}

/** A new Event object, or none since the object's budget is used up. */
export type NewEvent =
  | { readonly type: 'create'; readonly name: string; readonly budget: EventBudget }
  | { readonly type: 'drop'; readonly budget: EventBudget };

/** A series with one more, `null` when it is over: what is told now begins a new one. */
export function oneMore(series: Series, now: number): Series | null {
  return isLive(series, now) ? { ...series, count: series.count + 1, lastAt: now } : null;
}

/** Whether what is told now still belongs to a series. */
export function isLive({ lastAt }: Series, now: number): boolean {
  return now - lastAt <= SERIES_MS;
}

/**
 * Whether what belongs to no series becomes an Event. Only new ones use the budget up: what is told over and over makes no
 * object, and must not silence the news that it is over.
 */
export function newEvent(
  subject: EventSubject,
  event: ClusterEvent,
  budget: EventBudget,
  now: number,
): NewEvent {
  const refilled = refill(budget, now);
  if (refilled.left === 0) return { type: 'drop', budget: refilled };
  return {
    type: 'create',
    name: eventName(subject, event, now),
    budget: { ...refilled, left: refilled.left - 1 },
  };
}
