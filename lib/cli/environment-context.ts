import { hostname } from 'node:os';
import { messageOf } from '../cluster/api-error';
import { createEventRecorder } from '../cluster/event-recorder';
import type { KubeClient } from '../cluster/kube-client';
import { readStatus } from '../cluster/status-writer';
import { prometheusGet } from '../cluster/prometheus/prometheus-get';
import { createMetricsReader, type ReadMetrics } from '../cluster/prometheus/read-metrics';
import { missingRights } from '../cluster/preflight/missing-rights';
import { missingUsedRights } from '../cluster/preflight/missing-used-rights';
import { neededRights, type RolloutPlaces } from '../cluster/preflight/needed-rights';
import { createRecordStore, type RecordStore } from '../cluster/record-store';
import { rolloutObserver, type ObserveRollout } from '../cluster/rollout-observer';
import type { TagObjects } from '../cluster/retag';
import { mapTree, type MappedResource } from '../deploy/map-tree';
import { providerInUse, providerText } from '../deploy/provider-version';
import { clusterPorts, type ClusterPorts } from '../reconcile/cluster-ports';
import { createDeployer, type Deployer } from '../reconcile/deployer';
import { standingProblems } from '../reconcile/deploy';
import { createPreflight, type Preflight } from '../reconcile/preflight';
import { reportBase, type ReportPorts } from '../reconcile/report-documents';
import { createStatusReporter } from '../reconcile/status-reporter';
import { readTreePosition } from '../reconcile/tree-position';
import { DEPLOY_FIELD_MANAGER } from '../rollout/names';
import type { RolloutPosition } from '../rollout/position';
import type { RolloutSpec } from '../rollout/rollout-spec';
import type { DigestSince } from '../rollout/status/operator-status';
import { OPERATOR_STATUS } from '../rollout/status/read-operator-status';
import { declaredGatewayApis, declaredGateways } from '../rollout/wave-members';
import { clusterProblems } from '../../stacks/cluster-problems';
import {
  declaredWhere,
  findEnvironment,
  findEnvironments,
  type EnvironmentSpec,
} from '../../stacks/environments';
import { tagApp } from '../../stacks/tag-app';
import { injectionPathOf } from '../../stacks/remote-revision';
import { positionOfEnvironment } from '../../stacks/position-of-environment';
import { CliError } from './cli-error';
import { currentTree, type CurrentTree } from './current-tree';
import { environmentEngine } from './environment-engine';
import { EXIT } from './exit-code';
import { findProject } from './find-project';
import { istiodPlace } from './istiod-place';
import {
  clientOf,
  labVariables,
  openCluster,
  clustersOfMesh,
  type OpenCluster,
} from './open-cluster';

/** Everything a command needs of one environment. */
export interface EnvironmentContext {
  readonly environment: EnvironmentSpec;
  readonly client: KubeClient;
  readonly store: RecordStore;
  readonly deployer: Deployer;
  /** The same for another tree, such as a part of it. */
  readonly deployerOf: (resources: readonly MappedResource[]) => Deployer;
  /** Keys of those of these objects that are in the cluster. */
  readonly there: (resources: readonly MappedResource[]) => Promise<ReadonlySet<string>>;
  /** The folder of the project. */
  readonly projectDir: string;
  /** The construct tree of the environment, for the cluster as it is now. */
  readonly tree: () => Promise<CurrentTree>;
  /** The same as resources of the engine. */
  readonly resources: () => Promise<readonly MappedResource[]>;
  /** The objects of a revision tag that points at a revision. */
  readonly tagObjects: TagObjects;
  /** Health of what is deployed, and where it is written down. */
  readonly reporting: ReportPorts;
  /** What was applied last as a whole, by the status of the base's document; `null` where there is none. */
  readonly lastApplied: () => Promise<DigestSince | null>;
  /** Where the rollout stands, as the tree has it. */
  readonly position: () => Promise<RolloutPosition>;
  readonly observe: ObserveRollout;
  /** Whether a rollout that is about to begin could be carried out. */
  readonly preflight: Preflight;
  /** Which Kubernetes provider the engine will use, for the first line of output. */
  readonly provider: string;
}

/** What may differ between two uses of the same environment. */
export interface ContextOptions {
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
  /** How other clusters of the mesh are opened. @default `openCluster`, each time anew */
  readonly clusters?: OpenCluster;
}

/**
 * Opens an environment by name.
 *
 * @throws CliError when the name is unknown or the settings of this shell lead to another cluster (2), or when the lab it
 * lives in does not run (1).
 */
export function openEnvironment(name: string, options: ContextOptions = {}): EnvironmentContext {
  const environment = environmentNamed(name);
  const own = labVariables(environment.cluster, environment.name, injectionPathOf(environment));
  // Helm, the engine and the API client all read the same variables; one place decides them for this environment.
  const variables = { ...process.env, ...own };
  const provider = providerInUse(variables);
  requireRightCluster(environment, variables, provider.kind === 'stand-in');
  const client = clientOf(environment.cluster, variables);
  const askMetrics = metricsReader(client, environment);
  const place = istiodPlace(environment);
  const cluster = clusterPorts(client, place);
  const tree = () => currentTree(client, environment, variables, options.onProgress);
  const resources = async () => mapTree((await tree()).app, DEPLOY_FIELD_MANAGER);
  const reporting = reportPorts(client, cluster, options.onProgress);
  const projectDir = findProject();
  const engine = environmentEngine({ environment, client, projectDir, own, ...options });
  const position = () => readTreePosition(client, positionOfEnvironment(environment));
  const updated = async () => Object.keys((await position()).versions ?? {});
  const drift = environment.drift === undefined ? {} : { drift: environment.drift };
  const ports = { engine, ...cluster, updated };
  const deployer = announced(
    createDeployer({ resources, ports, ...drift }),
    reporting,
    options.onProgress,
  );
  return {
    environment,
    client,
    projectDir,
    tree,
    resources,
    tagObjects: (tag, revision) =>
      Promise.resolve(tagBodies(environment, tag, revision, variables)),
    deployer,
    deployerOf: (some) => createDeployer({ resources: () => Promise.resolve(some), ports }),
    there: (some) => thereOf(cluster, some),
    reporting,
    lastApplied: () => lastApplied(client, environment),
    position,
    store: createRecordStore(client, environment.mesh.namespace),
    observe: rolloutObserver({
      client,
      readMetrics: askMetrics,
      meshNamespace: environment.mesh.namespace,
      readClusters: clustersOfMesh(environment, options.clusters ?? openCluster),
      place,
    }),
    preflight: preflightOf({ client, environment, deployer, askMetrics, place }),
    provider: providerText(provider),
  };
}

function preflightOf({
  client,
  environment,
  deployer,
  askMetrics,
  place,
}: Pick<EnvironmentContext, 'client' | 'environment' | 'deployer'> & {
  readonly askMetrics: ReadMetrics | null;
  readonly place: ReturnType<typeof istiodPlace>;
}): Preflight {
  return createPreflight({
    missingRights: async () => [
      ...(await missingRights(client, neededRights(placesOf(environment)))),
      ...(await missingUsedRights(place?.controlPlane ?? null)),
    ],
    standing: async () => standingProblems((await deployer.plan()).plan),
    askMetrics,
    now: Date.now,
  });
}

async function thereOf(
  { inspect }: ClusterPorts,
  resources: readonly MappedResource[],
): Promise<ReadonlySet<string>> {
  const inspected = await inspect(resources);
  return new Set([...inspected].flatMap(([key, { live }]) => (live === null ? [] : [key])));
}

function reportPorts(
  client: KubeClient,
  { health, observe }: ClusterPorts,
  onProblem: ContextOptions['onProgress'],
): ReportPorts {
  const events = createEventRecorder({
    client,
    instance: hostname(),
    now: Date.now,
    problem: (message) => onProblem?.(`an Event could not be written: ${message}`),
  });
  const { report } = createStatusReporter({ client, events, now: Date.now });
  return { report, health, observe };
}

/** A deployer that writes down what it is about to apply, and that it has. */
function announced(
  deployer: Deployer,
  reporting: ReportPorts,
  onProblem: ContextOptions['onProgress'],
): Deployer {
  return {
    ...deployer,
    apply: async (planned, drift) => {
      const { plan, resources } = planned;
      const begins = !plan.isDone && standingProblems(plan).length === 0;
      // A status that cannot be written stops no rollback.
      const tell = (at: 'applying' | 'applied') =>
        reportBase(resources, reporting, at).catch((error: unknown) => {
          onProblem?.(`the status could not be written: ${messageOf(error)}`);
        });
      if (begins) await tell('applying');
      const result = await deployer.apply(planned, drift);
      if (begins && result?.ok !== false) await tell('applied');
      return result;
    },
  };
}

async function lastApplied(
  client: KubeClient,
  { mesh: { namespace } }: EnvironmentSpec,
): Promise<DigestSince | null> {
  const base = await readStatus(client, OPERATOR_STATUS, { namespace, name: 'base' });
  return (base.found ? base.status?.lastApplied : undefined) ?? null;
}

function tagBodies(
  environment: EnvironmentSpec,
  tag: string,
  revision: string,
  variables: NodeJS.ProcessEnv,
): readonly MappedResource['body'][] {
  const app = tagApp(environment, tag, revision, variables);
  return mapTree(app, DEPLOY_FIELD_MANAGER).map(({ body }) => body);
}

function metricsReader(client: KubeClient, { prometheus }: EnvironmentSpec): ReadMetrics | null {
  return prometheus === undefined
    ? null
    : createMetricsReader(prometheusGet(client, prometheus), Date.now);
}

function placesOf({ mesh, prometheus, rollout }: EnvironmentSpec): RolloutPlaces {
  const isInCluster = prometheus !== undefined && 'namespace' in prometheus;
  const waves = rollout?.waves ?? [];
  const gateways = declaredGateways(waves).map(({ namespace }) => namespace);
  const gatewayApis = declaredGatewayApis(waves).map(({ namespace }) => namespace);
  return {
    mesh: mesh.namespace,
    prometheus: isInCluster ? prometheus.namespace : null,
    gateways: [...new Set(gateways)],
    gatewayApis: [...new Set(gatewayApis)],
    tags: rollout?.mode === 'tag',
    removes: rollout?.removal !== 'keep',
  };
}

/** The rollout that an environment declares. @throws CliError (2) when it declares none. */
export function rolloutOf(environment: EnvironmentSpec): RolloutSpec {
  if (environment.rollout !== undefined) return environment.rollout;
  throw new CliError(
    `environment "${environment.name}" declares no rollout; add one where it is declared (${declaredWhere()})`,
    EXIT.badInput,
  );
}

/** The version that an environment declares for each of its revisions. */
export function versionsOf({ mesh }: EnvironmentSpec): Readonly<Record<string, string>> {
  return Object.fromEntries(mesh.revisions.map(({ revision, version }) => [revision, version]));
}

/** An environment by its name. @throws CliError (2) when there is none. */
export function environmentNamed(name: string): EnvironmentSpec {
  return named(() => findEnvironment(name));
}

/** The environments that a name stands for, of a fleet those of its clusters. @throws CliError (2) when there is none. */
export function environmentsNamed(name: string): readonly EnvironmentSpec[] {
  return named(() => findEnvironments(name));
}

function named<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new CliError(messageOf(error), EXIT.badInput);
  }
}

function requireRightCluster(
  environment: EnvironmentSpec,
  variables: NodeJS.ProcessEnv,
  standIn: boolean,
): void {
  const problems = clusterProblems({ environment, variables, standIn });
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
}
