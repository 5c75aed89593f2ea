import { leadsTo } from './leads-to';
import { inHandOverOrder, pointerKey } from './pointer-key';
import type { PointerFact } from './pointer-fact';

/** The default validator or a revision tag, with the objects of it that lead to a revision. */
export interface Pointer {
  readonly key: string;
  readonly objects: readonly PointerFact[];
  /** Whether this program manages all of these. */
  readonly ours: boolean;
}

/** What leads to a revision, in the order in which it is handed over. */
export function pointersTo(revision: string, facts: readonly PointerFact[]): readonly Pointer[] {
  const leading = facts.filter((fact) => leadsTo(revision, fact));
  const keys = leading.flatMap((fact) => pointerKey(fact) ?? []);
  return inHandOverOrder(keys).map((key) => {
    const objects = leading.filter((fact) => pointerKey(fact) === key);
    return { key, objects, ours: objects.every(({ ours }) => ours) };
  });
}

/** How messages and previews name an object. */
export function objectOf({ kind, name }: PointerFact): string {
  return `${kind} ${name}`;
}
