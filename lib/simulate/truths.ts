import { generationOf } from '../rollout/gateway-generation';
import type { GatewayApiTarget } from '../rollout/gateway-api/gateway-api-target';
import { FIELD_MANAGER, INJECTION_LABEL, REVISION_LABEL } from '../rollout/names';
import type { SafetyRule } from '../rollout/invariants/safety-rules';
import type { RolloutRecord } from '../rollout/record';
import { gatewayApisOf, gatewayKey, gatewaysOf, namespacesOf } from '../rollout/wave-members';
import { endpointsOf, generationsIn, readyOf } from './gateway-writes';
import { isInstalled, isMadeByIstiod } from './inject';
import { podsIn } from './pods-in';
import type { SimState } from './sim-state';

/** Something that must be true of a cluster at every moment of a rollout, whatever its driver believes. */
export interface Truth {
  readonly rule: SafetyRule;
  readonly name: string;
  /** What is wrong, `null` when it holds. */
  readonly check: (state: SimState) => string | null;
}

/** Rules that no decision shows by itself: they are looked up in the cluster, after every request. */
const TRUTHS: readonly Truth[] = [
  { rule: 'S1', name: 'only released namespaces are labelled for to', check: labelledAhead },
  { rule: 'S2', name: 'only released waves run on to', check: runningAhead },
  { rule: 'S3', name: 'what is in use has its control plane', check: orphaned },
  { rule: 'S18', name: 'every pod of the plan has a sidecar', check: bare },
  { rule: 'S19', name: 'no address is empty while a generation of it is ready', check: emptied },
];

/** The truths that a cluster breaks, each with its rule and what is wrong. */
export function untruthsOf(state: SimState): string[] {
  return TRUTHS.flatMap(({ rule, name, check }) => {
    const wrong = check(state);
    return wrong === null ? [] : [`${rule} ${name}: ${wrong}`];
  });
}

function labelledAhead({ store, namespaces, gatewayApis, to }: SimState): string | null {
  const { record } = store;
  if (record === null) return null;
  const early = new Set(
    gatewayApisOf(record.plan.waves.slice(record.released)).map(({ uid }) => uid),
  );
  const gateway = gatewayApis.find(
    ({ uid, label, managers }) =>
      early.has(uid) && label === to && managers.includes(FIELD_MANAGER),
  );
  if (gateway !== undefined) return gateway.name;
  const waiting = waitingIn(record);
  const ahead = namespaces.find(
    ({ uid, labels }) => waiting.has(uid) && labels[REVISION_LABEL] === to,
  );
  return ahead?.name ?? null;
}

/** Namespaces of which nothing was released: where single workloads lead, their label leads all that is made anew. */
function waitingIn({ plan, released }: RolloutRecord): ReadonlySet<string> {
  const leading = new Set(namespacesOf(plan.waves.slice(0, released)).map(({ uid }) => uid));
  const later = namespacesOf(plan.waves.slice(released)).map(({ uid }) => uid);
  return new Set(later.filter((uid) => !leading.has(uid)));
}

function runningAhead(state: SimState): string | null {
  const { namespaces, to } = state;
  const { record } = state.store;
  if (record === null) return null;
  const waves = record.plan.waves.slice(record.released);
  const waiting = waitingIn(record);
  const names = new Set(namespaces.filter(({ uid }) => waiting.has(uid)).map(({ name }) => name));
  // The steps of a gateway are several waves.
  const led = new Set(gatewaysOf(record.plan.waves.slice(0, record.released)).map(gatewayKey));
  const gateways = new Set(
    gatewaysOf(waves)
      .filter((gateway) => !led.has(gatewayKey(gateway)))
      .map((gateway) => gatewayKey(generationOf(gateway, to))),
  );
  const made = new Set(gatewayApisOf(waves).filter(isOurs(state)).map(deploymentKey));
  const ahead = podsIn(state).find(({ namespace, workload, revision, goneAt }) => {
    if (revision !== to || goneAt !== null) return false;
    const key = `${namespace}/${workload}`;
    // No wave of namespaces is about what istiod makes itself.
    if (isMadeByIstiod(state, { namespace, name: workload })) return made.has(key);
    return names.has(namespace) || gateways.has(key);
  });
  return ahead === undefined ? null : `${ahead.namespace}/${ahead.name}`;
}

/** What somebody else labels is not our doing. */
function isOurs({ gatewayApis }: SimState): (target: GatewayApiTarget) => boolean {
  const others = gatewayApis.filter(({ managers }) => !managers.includes(FIELD_MANAGER));
  const uids = new Set(others.map(({ uid }) => uid));
  return ({ uid }) => !uids.has(uid);
}

function deploymentKey({ namespace, deployment }: GatewayApiTarget): string {
  return `${namespace}/${deployment}`;
}

function orphaned(state: SimState): string | null {
  const needed = [
    ...podsIn(state)
      .filter(({ goneAt }) => goneAt === null)
      .map(({ revision }) => revision),
    ...Object.values(state.tags),
    ...(state.validator === null ? [] : [state.validator]),
    ...state.namespaces
      .filter(({ labels }) => !(INJECTION_LABEL in labels))
      .map(({ labels }) => state.tags[labels[REVISION_LABEL] ?? ''] ?? labels[REVISION_LABEL]),
  ];
  const missing = needed.find(
    (revision) => typeof revision === 'string' && !isInstalled(state, revision),
  );
  return missing === undefined ? null : `${String(missing)} is gone`;
}

function bare(state: SimState): string | null {
  const members = new Set(namespacesOf(state.store.record?.plan.waves ?? []).map(({ uid }) => uid));
  const names = new Set(
    state.namespaces.filter(({ uid }) => members.has(uid)).map(({ name }) => name),
  );
  const found = podsIn(state).find(
    ({ namespace, revision }) => names.has(namespace) && revision === null,
  );
  return found === undefined ? null : `${found.namespace}/${found.name}`;
}

function emptied(state: SimState): string | null {
  const isEmpty = (key: string) =>
    endpointsOf(state, key).length === 0 &&
    generationsIn(state, key).some((revision) => readyOf(state, { key, revision }).length > 0);
  return Object.keys(state.gateways).find(isEmpty) ?? null;
}
