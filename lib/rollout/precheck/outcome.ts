import type { Fact } from '../fact';
import type { Finding, Outcome } from './finding';

type Values<F> = { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never };

/** The outcome of a check of facts: not known as soon as one of them is not. */
export function lookAt<F extends Readonly<Record<string, Fact<unknown>>>>(
  facts: F,
  find: (values: Values<F>) => readonly Finding[],
): Outcome {
  const missing = Object.values(facts).flatMap((fact) => (fact.known ? [] : [fact.reason]));
  if (missing.length > 0) return { known: false, reason: missing.join('; ') };
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, fact.known ? fact.value : undefined]),
  );
  return { known: true, findings: find(values as Values<F>) };
}
