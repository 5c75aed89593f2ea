/**
 * Something read from the cluster: known with the time it was read, or unknown with the reason.
 *
 * Nothing in the planner treats an unknown fact as good: unknown means in use, not ready, not done.
 */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly at: number }
  | { readonly known: false; readonly reason: string; readonly at: number };

/** A fact that was read at `at` (epoch milliseconds). */
export function known<T>(value: T, at: number): Fact<T> {
  return { known: true, value, at };
}

/** The same fact about something else. */
export function mapFact<T, R>(fact: Fact<T>, change: (value: T) => R): Fact<R> {
  return fact.known ? known(change(fact.value), fact.at) : fact;
}

/** A fact that could not be read at `at` (epoch milliseconds), with the reason for the reader. */
export function unknown<T>(reason: string, at: number): Fact<T> {
  return { known: false, reason, at };
}
