import { generationOf } from './gateway-generation';
import { addressOf, deploymentOf, namespacesByUid } from './look-up';
import { REVISION_LABEL } from './names';
import type { Observation } from './observation';
import { revisionOf, versionOf } from './patch/version-of';
import { pointerKey } from './pointers/pointer-key';
import { objectOf } from './pointers/pointers-to';
import { positionOf } from './position-of';
import type { FrozenWave, RolloutRecord } from './record';
import { isOwnObject } from './removal/own-object';
import { tagDrift } from './tags/tag-drift';
import { gatewayKey, gatewaysOf, namespacesOf } from './wave-members';

/**
 * Objects of the released waves that are known to differ from the position, as `<Kind> <name>`. What could not be read is
 * not listed: nothing is applied on a guess, and no gate passes on it either. Neither is a label that somebody else holds:
 * the engine could not set it, and the gates name who does.
 */
export function driftOf(record: RolloutRecord, observation: Observation): readonly string[] {
  return [
    ...namespaceDrift(record, observation),
    ...gatewayDrift(record, observation),
    ...tagDrift(record, observation),
    ...pointerDrift(record, observation),
    // The way back does not depend on the revision that it leaves.
    ...(record.phase === 'rolling-back' ? [] : controlPlaneDrift(record, observation)),
  ];
}

/** On the way back too, these are the waves whose members had to be moved. */
function releasedWaves({ plan, released }: RolloutRecord): readonly FrozenWave[] {
  return plan.waves.slice(0, released);
}

function namespaceDrift(record: RolloutRecord, { namespaces }: Observation): string[] {
  if (!namespaces.known) return [];
  const living = namespacesByUid(namespaces.value);
  const members = new Set(namespacesOf(releasedWaves(record)).map(({ uid }) => uid));
  return positionOf(record)
    .namespaces.filter(({ uid }) => members.has(uid))
    .filter(({ uid, revision }) => {
      const fact = living.get(uid);
      return fact?.labels[REVISION_LABEL] !== revision && fact?.revManagers.length === 0;
    })
    .map(({ name }) => `Namespace ${name}`);
}

function gatewayDrift(record: RolloutRecord, { workloads, addresses }: Observation): string[] {
  const { gateways } = positionOf(record);
  return gatewaysOf(releasedWaves(record)).flatMap((gateway) => {
    const place = gateways[gatewayKey(gateway)];
    if (place === undefined) return [];
    const deployments = workloads.known
      ? Object.keys(place.generations)
          .map((revision) => ({ revision, one: generationOf(gateway, revision) }))
          .filter(
            ({ revision, one }) =>
              deploymentOf(one, workloads.value)?.templateRev !== revisionOf(revision),
          )
          .map(({ one }) => `Deployment ${gatewayKey(one)}`)
      : [];
    const address = addresses.known ? addressOf(gateway, addresses.value) : undefined;
    const isAnyones = place.serving === null || gateway.inPlace === true;
    const serving = isAnyones ? null : revisionOf(place.serving);
    const isAstray = address !== undefined && address.serving !== serving;
    return [...deployments, ...(isAstray ? [`Service ${gatewayKey(gateway)}`] : [])];
  });
}

function pointerDrift(record: RolloutRecord, { pointers }: Observation): string[] {
  if (!pointers.known) return [];
  const { pointers: belongs } = positionOf(record);
  return pointers.value
    .filter((fact) => fact.ours)
    .filter((fact) => {
      const revision = belongs[pointerKey(fact) ?? ''];
      return revision !== undefined && fact.revision !== revision;
    })
    .map(objectOf);
}

function controlPlaneDrift(record: RolloutRecord, observation: Observation): string[] {
  const { from, to } = record.plan;
  const missing = isIncomplete(record, observation) ? [`Revision ${to}`] : [];
  const left = record.retired.includes(from) && isThere(record, from, observation) === true;
  return left ? [...missing, `Revision ${from}`] : missing;
}

function isIncomplete(record: RolloutRecord, observation: Observation): boolean {
  const { injectors } = observation;
  const end = record.plan.to;
  const revision = revisionOf(end);
  const injected =
    !injectors.known ||
    injectors.value.some((one) => revisionOf(one.revision) === revision && one.tag === null);
  return (
    isThere(record, revision, observation) === false ||
    !injected ||
    isAtAnotherVersion(end, observation)
  );
}

/** Istiods of both versions are on their way from one to the other. */
function isAtAnotherVersion(end: string, { istiods }: Observation): boolean {
  if (versionOf(end) === null || !istiods.known) return false;
  const own = istiods.value.filter((istiod) => revisionOf(istiod.revision) === revisionOf(end));
  return own.length > 0 && own.every(({ revision }) => revision !== end);
}

/** Whether a revision is in the cluster, by its istiod, or by the Service that leads to one in another cluster. */
function isThere(
  { plan: { clusters } }: RolloutRecord,
  revision: string,
  { revisionObjects }: Observation,
): boolean | null {
  if (!revisionObjects.known) return null;
  const objects = revisionObjects.value[revision] ?? [];
  if (clusters?.controlPlane === undefined)
    return objects.some((object) => /^Deployment (.*\/)?istiod/.test(object));
  return objects.some((one) => one.startsWith('Service ') && isOwnObject(revision, one, []));
}
