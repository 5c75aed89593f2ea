import { leadsTo } from './leads-to';
import { INJECTOR_KEY, inHandOverOrder, pointerKey } from './pointer-key';
import type { PointerFact } from './pointer-fact';

/** The default validator, a revision tag or the injector without a revision name, with its objects that lead to a revision. */
export interface Pointer {
  readonly key: string;
  readonly objects: readonly PointerFact[];
  /** Whether this program can move it: it manages all of these. An injector without a revision name is in no environment. */
  readonly ours: boolean;
}

/** What leads to a revision, in the order in which it is handed over. */
export function pointersTo(revision: string, facts: readonly PointerFact[]): readonly Pointer[] {
  const leading = facts.filter((fact) => leadsTo(revision, fact));
  const keys = leading.flatMap((fact) => pointerKey(fact) ?? []);
  return inHandOverOrder(keys).map((key) => {
    const objects = leading.filter((fact) => pointerKey(fact) === key);
    const ours = key !== INJECTOR_KEY && objects.every((object) => object.ours);
    return { key, objects, ours };
  });
}

/** How messages and previews name an object. */
export function objectOf({ kind, name }: PointerFact): string {
  return `${kind} ${name}`;
}
