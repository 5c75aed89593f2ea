import { digest } from '../digest';
import { injectedBy } from '../injected-by';
import { injectionLabels } from '../injection-labels';
import { clustersPlan } from '../fleet/clusters-spec';
import { gatewayApiSteps } from '../gateway-api/gateway-api-steps';
import { pinNotes } from '../gateway-api/pin-notes';
import { gatewayApiProblems, namedGateway } from '../gateway-api/start-problems';
import { unpinnedByTag, unpinnedIn } from '../gateway-api/unpinned-problems';
import { generationOf } from '../gateway-generation';
import { deploymentOf, namespacesByName, podsOf, workloadsByNamespace } from '../look-up';
import { INJECTION_LABEL, REVISION_LABEL } from '../names';
import type { NamespaceFact } from '../observation';
import type { FrozenPlan, FrozenWave, NamespaceTarget } from '../record';
import { metricsPlan } from '../metrics/metrics-spec';
import { restartLimits } from '../restart/restart-spec';
import { isPatch, revisionOf } from '../patch/version-of';
import type { GatewayRef, RolloutSpec, WaveSpec } from '../rollout-spec';
import {
  declaredGatewayApis,
  declaredGateways,
  declaredNamespaces,
  gatewayKey,
  isGatewayApiRef,
} from '../wave-members';
import { inMesh } from '../wave-scope';
import { alreadyMoved } from './already-moved';
import { gatewayTarget } from './gateway-target';
import { gatewaySteps } from './gateway-steps';
import { chooseNamespaces } from './choose-namespaces';
import { conditionProblems } from './condition-problems';
import type { ClusterFacts } from './cluster-facts';
import {
  DEFAULT_APPROVAL_SECONDS,
  DEFAULT_DEADLINE_SECONDS,
  DEFAULT_RETAIN_SECONDS,
  defaultOf,
  removalOf,
  restartFromOf,
  soakOf,
  tagOfSpec,
} from './defaults';
import { skewProblems, type DeclaredVersions } from '../skew/skew-problems';
import { selectionText } from './selection-text';
import { tagProblems } from './tag-problems';
import { NOTHING_MOVED, type Standing } from './standing';
import { unmovableProblems } from './unmovable-problems';

/** The plan, or everything that keeps it from being made. */
export type Frozen =
  | {
      readonly ok: true;
      readonly plan: FrozenPlan;
      /** What the selectors of waves met, where a reader may be surprised. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problems: string[] };

/**
 * Fixes a spec to the namespaces and gateways as they are now, and finds what could not be moved.
 * @param versions - that the environment declares for its revisions
 * @param standing - where a rollout that it supersedes has brought them: what is on `to` comes first, as waves of its own
 */
export function freezePlan(
  spec: RolloutSpec,
  facts: ClusterFacts,
  versions: DeclaredVersions = {},
  standing: Standing = NOTHING_MOVED,
): Frozen {
  const { from } = spec;
  const restart = restartLimits(spec.restart);
  const { members, problems, notes } = chooseNamespaces(spec, facts, standing);
  const moving = [...new Set([...members.values()].flat())];
  const all = [
    ...istiodProblems(spec.from, facts),
    ...problems,
    ...declaredGateways(spec.waves).flatMap((gateway) =>
      gatewayProblems(standing.gateways.get(gatewayKey(gateway)) ?? spec.from, gateway, facts),
    ),
    ...moving.flatMap((namespace) => {
      // What a rollout was moving need not be well.
      const isMoving = standing.namespaces.has(namespace.uid);
      return isMoving
        ? unmovableProblems(restart, namespace.name, facts)
        : memberProblems({ from, restart }, namespace, facts);
    }),
    ...gatewayApisProblems(spec, moving, facts),
  ];
  const later = spec.waves
    .flatMap((wave) => frozenWaves(spec, wave, members.get(wave.name) ?? [], standing, facts))
    .filter((wave) => membersOf(wave).length > 0);
  const waves = [...alreadyMoved(spec, standing, facts), ...later];
  all.push(...stepProblems(waves));
  const skew = skewProblems(spec.from, spec.to, waves, facts, versions);
  all.push(...tagProblems(spec.from, waves, facts), ...skew.problems);
  if (all.length > 0) return { ok: false, problems: all };
  const deadlineSeconds = spec.deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS;
  const retainSeconds = spec.retainSeconds ?? DEFAULT_RETAIN_SECONDS;
  const approvalSeconds = spec.approvalSeconds ?? DEFAULT_APPROVAL_SECONDS;
  const metrics = spec.metrics === undefined ? null : metricsPlan(spec.metrics);
  const { to, mode = 'label' } = spec;
  const { rollback = 'attempt', stragglers = 'wave' } = spec;
  const times = { deadlineSeconds, retainSeconds, approvalSeconds };
  const policies = {
    stragglers,
    rollback,
    default: defaultOf(spec),
    removal: removalOf(spec),
    restartFrom: restartFromOf(spec),
  } as const;
  const over =
    spec.clusters === undefined
      ? {}
      : { clusters: clustersPlan(spec.clusters), ...elsewhere(spec, waves, facts) };
  const agreed = { from, to, mode, waves, ...times, ...policies, metrics, restart, ...over };
  const plan = { ...agreed, hash: digest(agreed) };
  return { ok: true, plan, notes: [...notes, ...skew.notes, ...pinNotes(plan, facts)] };
}

/** Of a mesh over several clusters a wave names what is in any of them. */
function elsewhere(
  { waves: declared }: RolloutSpec,
  waves: readonly FrozenWave[],
  facts: ClusterFacts,
): Pick<FrozenPlan, 'elsewhere'> {
  const existing = namespacesByName(facts.namespaces);
  const here = new Set(waves.map((wave) => ('stepOf' in wave ? wave.stepOf : wave.name)));
  const namespaces = declaredNamespaces(declared).filter((name) => !existing.has(name));
  const empty = declared.map(({ name }) => name).filter((name) => !here.has(name));
  return namespaces.length + empty.length === 0 ? {} : { elsewhere: { namespaces, waves: empty } };
}

function frozenWaves(
  spec: RolloutSpec,
  wave: WaveSpec,
  members: readonly NamespaceFact[],
  standing: Standing,
  facts: ClusterFacts,
): readonly FrozenWave[] {
  const { name, approval = false } = wave;
  const common = { name, soakSeconds: soakOf(spec, wave), approval };
  if ('gateways' in wave) {
    if (wave.gateways.some(isGatewayApiRef))
      return gatewayApiSteps({ ...common, gateways: wave.gateways }, facts);
    const gateways = wave.gateways
      .filter((gateway) => standing.gateways.get(gatewayKey(gateway)) !== spec.to)
      .map((gateway) =>
        gatewayTarget(gateway, standing.gateways.get(gatewayKey(gateway)) ?? spec.from, facts),
      );
    const { shares = [100], coverage } = wave;
    const late = coverage === undefined ? {} : { coverage };
    return gatewaySteps(spec, { ...common, gateways, shares, ...late });
  }
  const namespaces = members.map((fact) => {
    const original = standing.namespaces.get(fact.uid)?.original;
    return original === undefined ? targetOf(fact) : { ...targetOf(fact), original };
  });
  const selection = 'selector' in wave ? { selection: selectionText(wave) } : {};
  const single = 'workloads' in wave ? { workloads: wave.workloads } : {};
  const tag = tagOfSpec(spec, wave);
  const byTag = tag === null ? {} : { tag };
  return [{ ...common, kind: 'namespace', namespaces, ...single, ...selection, ...byTag }];
}

/** Everything that keeps a namespace from being moved away from `from`, each with what to do. */
export function memberProblems(
  { from, restart }: Pick<FrozenPlan, 'from' | 'restart'>,
  namespace: NamespaceFact,
  facts: ClusterFacts,
): string[] {
  return [
    ...namespaceProblems(from, namespace, facts),
    ...unmovableProblems(restart, namespace.name, facts),
    ...workloadProblems(namespace, facts),
  ];
}

/** The steps of a wave of gateways are called after it. */
function stepProblems(waves: readonly FrozenWave[]): string[] {
  const names = waves.map(({ name }) => name);
  return waves.flatMap((wave) =>
    'stepOf' in wave &&
    wave.name !== wave.stepOf &&
    names.filter((name) => name === wave.name).length > 1
      ? [
          `waves: a step of wave ${wave.stepOf} is called "${wave.name}", too; call that wave otherwise`,
        ]
      : [],
  );
}

function membersOf(wave: FrozenWave): readonly unknown[] {
  if (wave.kind === 'gateway-api') return [wave.gateway];
  return wave.kind === 'gateway' ? wave.gateways : wave.namespaces;
}

/**
 * What keeps Gateways of the Gateway API from being moved, and which of the others would be by accident; in a patch no label moves.
 * Of a mesh over several clusters a wave names the Gateways of one of them.
 */
function gatewayApisProblems(
  spec: RolloutSpec,
  moving: readonly NamespaceFact[],
  facts: ClusterFacts,
): string[] {
  if (isPatch(spec)) return [];
  const named = spec.waves.flatMap((wave) => {
    const gateways = declaredGatewayApis([wave]);
    const here = gateways.filter((one) => namedGateway(one, facts.gatewayApi) !== undefined);
    return spec.clusters !== undefined && here.length === 0 ? [] : gateways;
  });
  const keys = new Set(named.map(gatewayKey));
  const others = facts.gatewayApi.filter((one) => !keys.has(gatewayKey(one)));
  const rest = { ...facts, gatewayApi: others };
  const names = new Set(moving.map(({ name }) => name));
  return [
    ...named.flatMap((gateway) => gatewayApiProblems(spec.from, gateway, facts)),
    ...moving.flatMap((namespace) => unpinnedIn(namespace, spec.from, rest)),
    ...(defaultOf(spec) === 'keep' ? [] : unpinnedByTag(spec.from, rest, names)),
  ];
}

function istiodProblems(from: string, { istiods }: ClusterFacts): string[] {
  const own = istiods.filter((istiod) => istiod.revision === from);
  if (own.length === 0) {
    return [`no istiod of ${from} runs; "from" must name the revision that serves the mesh today`];
  }
  return own
    .filter((istiod) => !istiod.ready)
    .map(({ pod }) => `istiod ${pod} of ${from} is not ready; bring it up before moving anything`);
}

function namespaceProblems(
  from: string,
  namespace: NamespaceFact,
  { injectors }: ClusterFacts,
): string[] {
  const { revision, because } = injectedBy(injectionLabels(namespace.labels), injectors);
  if (revision !== null && revisionOf(revision) === revisionOf(from)) return [];
  const found = revision === null ? 'is not injected' : `is injected by ${revision}`;
  return [
    `namespace ${namespace.name} ${found} (${because}), not by ${from}; label it ` +
      `${REVISION_LABEL}=${revisionOf(from)} and restart its pods, or leave it out of the rollout`,
  ];
}

/** What is not well before it is moved can be judged neither after it nor on the way back. */
function workloadProblems(namespace: NamespaceFact, { workloads, pods }: ClusterFacts): string[] {
  return (workloadsByNamespace(workloads).get(namespace.name) ?? [])
    .filter((workload) => workload.desired > 0 && inMesh(podsOf(workload, pods)))
    .flatMap(conditionProblems);
}

function gatewayProblems(
  from: string,
  gateway: GatewayRef,
  { workloads, namespaces }: ClusterFacts,
): string[] {
  const { namespace } = gateway;
  const subject = `gateway ${gatewayKey(gateway)}`;
  const generation = generationOf(gatewayTarget(gateway, from, { workloads }), from);
  const found = deploymentOf(generation, workloads);
  if (found === undefined)
    return [
      `${subject} has no generation of ${revisionOf(from)}: there is no Deployment ${gatewayKey(generation)}; install it or leave it out`,
    ];
  const labels = namespacesByName(namespaces).get(namespace)?.labels ?? {};
  const deciding = [INJECTION_LABEL, REVISION_LABEL].find((label) => label in labels);
  const hidden =
    deciding === undefined
      ? []
      : [
          `namespace ${namespace} of ${subject} is labelled ${deciding}=${labels[deciding] ?? ''}, which decides ` +
            "over the gateway's own label; remove it from the namespace",
        ];
  const condition = conditionProblems(found);
  const revision = revisionOf(from);
  if (found.templateRev === revision) return [...hidden, ...condition];
  const has =
    found.templateRev === null
      ? `has no label ${REVISION_LABEL}`
      : `is labelled ${REVISION_LABEL}=${found.templateRev}`;
  return [
    ...hidden,
    `the pod template of ${subject} ${has}, not ${revision}; set it to ${revision} first`,
  ];
}

/** A namespace as a plan keeps it. */
export function targetOf({ name, uid, labels }: NamespaceFact): NamespaceTarget {
  return { name, uid, original: injectionLabels(labels) };
}
