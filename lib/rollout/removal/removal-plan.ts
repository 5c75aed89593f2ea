import { mapFact, type Fact } from '../fact';
import { inUse } from '../in-use';
import { isLeaderLock } from '../is-leader-lock';
import type { Observation } from '../observation';
import { endedPods } from './ended-pods';
import { meshNamespaces } from './mesh-namespaces';
import { isOwnObject } from './own-object';

/** An object, as `<Kind> <namespace>/<name>`, and why it goes or stays. */
export interface PlannedObject {
  readonly object: string;
  readonly why: string;
}

/** What the removal of a revision means. */
export interface RemovalPlan {
  readonly revision: string;
  readonly removes: readonly PlannedObject[];
  /** What carries the revision's label and stays all the same. */
  readonly keeps: readonly PlannedObject[];
  /** What would be left without the istiod that it needs; while there is any, nothing goes. */
  readonly orphans: readonly string[];
  /** Pods that ended, with their ages: they name the revision, and need it no more. */
  readonly ended: readonly string[];
}

/** Reasons to stay, by how an object begins; the first that fits. */
const SHARED: readonly (readonly [RegExp, string])[] = [
  [
    /^ValidatingWebhookConfiguration istiod-default-validator$/,
    'validates what names no revision: it is moved, never removed',
  ],
  [
    /^(MutatingWebhookConfiguration istio-revision-tag-|Service .*\/istiod-revision-tag-)/,
    'is a revision tag: it is moved, never removed',
  ],
  [/^\w+ (.*\/)?(istio-cni|ztunnel)/, 'serves every node of the cluster, whichever revision'],
  [/^ServiceAccount .*\/istio-reader-service-account$/, 'is shared by every revision'],
];

const OTHER =
  'is none of what istiod is made of: gateways, and what is yours, belong to no revision';

/**
 * What goes with a revision and why nothing needs it, what stays, and what would be orphaned. Only what Istio makes for one
 * revision alone can ever go; unknown when any part of it could not be read.
 */
export function removalPlan(revision: string, observation: Observation): Fact<RemovalPlan> {
  const objects = objectsOf(revision, observation);
  const namespaces = meshNamespaces(observation);
  return mapFact(objects, (all) => {
    const removes = all.filter((object) => isOwnObject(revision, object, namespaces));
    const keeps = all.filter((object) => !removes.includes(object));
    return {
      revision,
      removes: removes.map((object) => ({ object, why: whyUnneeded(revision, object) })),
      keeps: keeps.map((object) => ({ object, why: whyKept(object) })),
      orphans: inUse(revision, observation).reasons,
      ended: endedPods(revision, observation),
    };
  });
}

/** Everything that is found of a revision by name or label, in order. */
function objectsOf(
  revision: string,
  { istiods, injectors, revisionObjects, at }: Observation,
): Fact<readonly string[]> {
  if (!istiods.known) return istiods;
  if (!injectors.known) return injectors;
  if (!revisionObjects.known) return revisionObjects;
  const objects = revisionObjects.value[revision];
  if (objects === undefined) {
    return { known: false, reason: `objects of ${revision} were not read`, at };
  }
  const webhooks = injectors.value
    .filter((injector) => injector.revision === revision)
    .map(({ name }) => `MutatingWebhookConfiguration ${name}`);
  return { known: true, value: [...new Set([...objects, ...webhooks])].sort(), at };
}

function whyUnneeded(revision: string, object: string): string {
  return isLeaderLock(object)
    ? `is a lock by which istiods of ${revision} elected a leader`
    : `is part of istiod ${revision}, which nothing uses`;
}

function whyKept(object: string): string {
  return SHARED.find(([pattern]) => pattern.test(object))?.[1] ?? OTHER;
}
