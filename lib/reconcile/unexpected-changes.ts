import type { ResourceChange } from '../deploy/resource-change';
import { generationOf } from '../rollout/gateway-generation';
import { positionOf } from '../rollout/position-of';
import type { RolloutRecord } from '../rollout/record';
import { namespacesIn } from '../rollout/removal/namespaces-in';
import { isOwnObject } from '../rollout/removal/own-object';
import { gatewayKey, gatewaysOf, tagsOf } from '../rollout/wave-members';

/**
 * Changes that a preview shows although this step of the rollout is not about them. A wave may change its own objects
 * only; nothing is ever replaced; only a removal deletes, and only what is made for the removed revision alone. A tag of a
 * rollout may go once nothing is labelled with it.
 */
export function unexpectedChanges(
  record: RolloutRecord,
  expect: readonly string[],
  changes: readonly ResourceChange[],
): string[] {
  const namespaces = namespacesIn(changes.map(({ name }) => `Object ${name}`));
  return changes
    .filter((change) => change.op !== 'same' && !isExpected(record, expect, change, namespaces))
    .map((change) => `${change.op} ${kindOf(change)} ${change.name}`);
}

function isExpected(
  record: RolloutRecord,
  expect: readonly string[],
  change: ResourceChange,
  namespaces: readonly string[],
): boolean {
  if (change.op.includes('replace')) return false;
  if (change.op.startsWith('delete')) {
    const tag = tagOf(change);
    // The engine forgets the patch of a namespace that vanished or was given up; the label itself stays as it is.
    return (
      kindOf(change) === 'NamespacePatch' ||
      (tag !== null && mayGo(record, tag)) ||
      isLeftGeneration(record, change) ||
      (record.phase === 'removing' && isOf(record.plan.from, change, namespaces))
    );
  }
  if (!['moving', 'retaining', 'handing-over'].includes(record.phase)) return true;
  return expect.some((object) => concerns(object, change, namespaces));
}

/** What the Deployment of a generation has beside it goes with it, once the address leads to another one alone. */
function isLeftGeneration(record: RolloutRecord, { name }: ResourceChange): boolean {
  const { plan } = record;
  const { gateways } = positionOf(record);
  return gatewaysOf(plan.waves).some((gateway) => {
    const place = gateways[gatewayKey(gateway)];
    if (place === undefined || gateway.inPlace === true) return false;
    return [plan.from, plan.to].some(
      (revision) =>
        !(revision in place.generations) && name === gatewayKey(generationOf(gateway, revision)),
    );
  });
}

/** A tag of the plan that was given up, or where labels are taken over one of an earlier rollout; never Istio's own. */
function mayGo(record: RolloutRecord, tag: string): boolean {
  if (tag === 'default' || tag in positionOf(record).tags) return false;
  const { plan, phase, released } = record;
  return tagsOf(plan.waves).includes(tag) || (phase === 'moving' && released === 0);
}

/** The revision tag that an object stands for, by the names that Istio gives; `null` for any other object. */
function tagOf(change: ResourceChange): string | null {
  const pattern =
    kindOf(change) === 'Service' ? /\/istiod-revision-tag-(.+)$/ : /^istio-revision-tag-(.+)$/;
  return pattern.exec(change.name)?.[1] ?? null;
}

/** A gateway's chart makes several objects of its name; a namespace's patch is the one object of its own. */
function concerns(object: string, change: ResourceChange, namespaces: readonly string[]): boolean {
  const [kind = '', name = ''] = object.split(' ');
  if (kind === 'Revision') return isOf(name, change, namespaces);
  if (kind === 'Tag') return tagOf(change) === name;
  if (kind === 'Namespace') return change.name === name && kindOf(change) === 'NamespacePatch';
  return change.name === name || change.name.startsWith(`${name}-`);
}

/** Its document goes with it, and the route by which clusters without istiods of their own reach it. */
function isOf(revision: string, change: ResourceChange, namespaces: readonly string[]): boolean {
  const kind = kindOf(change);
  if (kind === 'VirtualService') return change.name.endsWith(`-istiod-${revision}`);
  if (kind === 'IstioOperator') return change.name.endsWith(`/istiod-${revision}`);
  return isOwnObject(revision, `${kind} ${change.name}`, namespaces);
}

function kindOf(change: ResourceChange): string {
  return change.type.split(':').at(-1) ?? change.type;
}
