import type { Action } from './action';
import { injectedBy } from './injected-by';
import { injectionLabels } from './injection-labels';
import { namespacesByUid } from './look-up';
import { INJECTION_LABEL, REVISION_LABEL } from './names';
import type { InjectorFact, NamespaceFact, Observation } from './observation';
import { isPatch } from './patch/version-of';
import type { FrozenWave, NamespaceTarget, RolloutRecord } from './record';
import { tagProblem } from './tags/tag-problem';
import { isWhole, labelFor, namespacesOf, tagsOf } from './wave-members';

/** A namespace that becomes ours. */
export interface Unadopted {
  readonly wave: FrozenWave;
  readonly target: NamespaceTarget;
  readonly fact: NamespaceFact;
  /** What injects it: `from`, or where a superseded rollout left it. */
  readonly revision: string;
}

/** How far the adoption of some namespaces is. */
export type Adoption =
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The record owns them. */
  | { readonly kind: 'adopted'; readonly record: RolloutRecord }
  | {
      readonly kind: 'open';
      readonly open: readonly Unadopted[];
      /** Those that something else injects by now: adopting them would change what does. */
      readonly changed: readonly Unadopted[];
      /** Why a tag that they are to be labelled with does not mean `from`; `null` when all do. */
      readonly astray: string | null;
      readonly actions: readonly Action[];
    };

/**
 * Gives the namespaces of waves the label of what injects them, `from` or where a superseded rollout left them, or the tag of their
 * wave, which means `from`, owned by us alone: nothing changes in effect, and from then on a wave is a change of one key, or of one
 * tag. Only then do they become part of the position. Those that are gone are left out.
 */
export function adoptNamespaces(
  record: RolloutRecord,
  waves: readonly FrozenWave[],
  observation: Observation,
): Adoption {
  // The labels of a patch stay as they are, whoever owns them.
  if (isPatch(record.plan)) return { kind: 'adopted', record };
  const { namespaces, injectors } = observation;
  if (!namespaces.known) return { kind: 'unknown', reason: namespaces.reason };
  if (!injectors.known) return { kind: 'unknown', reason: injectors.reason };
  const belongs = new Map(record.owned.namespaces.map(({ uid, revision }) => [uid, revision]));
  const { from, source } = record.plan;
  // The namespaces of single workloads are in a wave of their own.
  const living = waves.filter(isWhole).flatMap((wave) =>
    namespacesOf([wave]).flatMap((target) => {
      const fact = namespacesByUid(namespaces.value).get(target.uid);
      const revision = source === undefined ? from : (belongs.get(target.uid) ?? from);
      return fact === undefined ? [] : [{ wave, target, fact, revision }];
    }),
  );
  const open = living.filter(
    ({ wave, fact, revision }) => !isAdopted(fact, labelFor(wave, revision)),
  );
  if (open.length === 0) return { kind: 'adopted', record: withOwned(record, living) };
  const changed = open.filter(
    ({ fact, revision }) => !isInjectedBy(revision, fact, injectors.value),
  );
  const astray = tagsOf([...new Set(open.map(({ wave }) => wave))])
    .map((tag) => tagProblem(tag, from, observation))
    .find((problem) => problem !== null);
  const actions = open.map(adoptAction);
  return { kind: 'open', open, changed, astray: astray?.message ?? null, actions };
}

/** What decides a namespace's injection, in words. */
export function labelText({ labels, revOwned }: NamespaceFact): string {
  const injection = labels[INJECTION_LABEL];
  if (injection !== undefined) return `${INJECTION_LABEL}=${injection}`;
  const rev = labels[REVISION_LABEL];
  if (rev === undefined) return 'no label';
  return `${REVISION_LABEL}=${rev}${revOwned ? '' : ', owned by another field manager,'}`;
}

/** Whether a namespace's label is ours and says what injects it. */
function isAdopted({ revOwned, labels }: NamespaceFact, revision: string): boolean {
  return revOwned && !(INJECTION_LABEL in labels) && labels[REVISION_LABEL] === revision;
}

/** Adopting must not change what injects: a tag that moved since, or a label, would be overruled by it. */
function isInjectedBy(
  revision: string,
  { labels }: NamespaceFact,
  injectors: readonly InjectorFact[],
): boolean {
  return injectedBy(injectionLabels(labels), injectors).revision === revision;
}

function adoptAction({ wave, target, fact, revision: today }: Unadopted): Action {
  const reason = `${labelText(fact)} means ${today} today`;
  const revision = labelFor(wave, today);
  return { type: 'adopt', target, revision, seen: injectionLabels(fact.labels), reason };
}

function withOwned(record: RolloutRecord, adopted: readonly Unadopted[]): RolloutRecord {
  const ours = new Set(adopted.map(({ target }) => target.uid));
  const others = record.owned.namespaces.filter(({ uid }) => !ours.has(uid));
  const own = adopted.map(({ wave, target: { name, uid }, revision }) => ({
    name,
    uid,
    revision: labelFor(wave, revision),
  }));
  return { ...record, owned: { ...record.owned, namespaces: [...others, ...own] } };
}
