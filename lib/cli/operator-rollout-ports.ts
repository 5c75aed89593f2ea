import { hostname } from 'node:os';
import { rolloutApp } from '../../stacks/operator/rollout-app';
import { statusOf } from '../cluster/api-error';
import { missingRights } from '../cluster/preflight/missing-rights';
import { neededRights } from '../cluster/preflight/needed-rights';
import { prometheusGet } from '../cluster/prometheus/prometheus-get';
import { createMetricsReader } from '../cluster/prometheus/read-metrics';
import { readPosition } from '../cluster/read-position';
import { createRecordStore } from '../cluster/record-store';
import { rolloutObserver } from '../cluster/rollout-observer';
import { delay, startTimer } from '../cluster/start-timer';
import { createWatchSource } from '../cluster/watch-source';
import { mapTree, type MappedResource } from '../deploy/map-tree';
import { isAlive, startTimeOf } from '../process-identity';
import { clusterPorts } from '../reconcile/cluster-ports';
import { createDeployer, type Deployer } from '../reconcile/deployer';
import { driveCluster } from '../reconcile/drive-cluster';
import type { RolloutReporter } from '../reconcile/drive-rollout';
import {
  describesRevision,
  documentOf,
  revisionOf,
  type IstioOperatorObject,
} from '../reconcile/operator/operator-documents';
import type { OperatorLog } from '../reconcile/operator/operator-log';
import type {
  DriveRequest,
  RolloutObjectPorts,
  WatchedRollout,
} from '../reconcile/operator/reconcile-rollout';
import { createPreflight } from '../reconcile/preflight';
import { RolloutError } from '../reconcile/rollout-error';
import { DEPLOY_FIELD_MANAGER } from '../rollout/names';
import { ROLLOUT_RESOURCE } from '../rollout/object/rollout-resource';
import type { RolloutPosition } from '../rollout/position';
import { OPERATOR_RESOURCE } from '../rollout/status/operator-resource';
import { stackEngine, type OperatorWorld } from './operator-ports';

/** What the rollouts of one process share. */
export interface RolloutWorld extends OperatorWorld {
  /** The mesh's, where the record is. */
  readonly namespace: string;
  /** Address of the Prometheus that judges metrics; `null` where there is none. */
  readonly prometheus: string | null;
  readonly reportRollout: RolloutObjectPorts['report'];
}

/** Labels and tags of rollouts; the names of all other stacks but the base's have a dot. */
const STACK = 'rollout';

/** The world as the turns of RevisionRollout objects see it, but for what belongs to a single turn. */
export function operatorRolloutPorts(
  world: RolloutWorld,
): (turn: Pick<RolloutObjectPorts, 'objects' | 'seat' | 'log'>) => RolloutObjectPorts {
  const { client, namespace, prometheus, metrics } = world;
  const { group, version, plural } = OPERATOR_RESOURCE;
  const operators = createWatchSource<IstioOperatorObject>(client.config, {
    apiVersion: `${group}/${version}`,
    plural,
  });
  return (turn) => {
    const documents = async () => (await operators.list(world.signal)).objects;
    return {
      ...turn,
      read: (object) => readRollout(world, object),
      documents,
      variables: process.env,
      metrics: prometheus !== null,
      load: () => createRecordStore(client, namespace).load(),
      drive: (request) => drive(world, documents, request),
      report: world.reportRollout,
      count: (key, report) => {
        metrics.rollouts.count(key, report);
      },
      now: Date.now,
    };
  };
}

async function readRollout(
  { client }: RolloutWorld,
  { metadata: { namespace, name } }: WatchedRollout,
): Promise<WatchedRollout | null> {
  try {
    return (await client.custom.getNamespacedCustomObject({
      ...ROLLOUT_RESOURCE,
      namespace,
      name,
    })) as WatchedRollout;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

type Documents = () => Promise<readonly IstioOperatorObject[]>;

async function drive(world: RolloutWorld, documents: Documents, request: DriveRequest) {
  const { client, namespace, prometheus } = world;
  const { spec, signal, told, log } = request;
  const askMetrics =
    prometheus === null
      ? null
      : createMetricsReader(prometheusGet(client, { url: prometheus }), Date.now);
  const tags = spec?.mode === 'tag';
  const places = {
    mesh: namespace,
    prometheus: null,
    gateways: [],
    gatewayApis: [],
    tags,
    removes: false,
  };
  const rights = neededRights(places);
  return driveCluster(request, {
    client,
    store: createRecordStore(client, namespace),
    deployer: deployerOf(world, documents, log),
    observe: rolloutObserver({
      client,
      readMetrics: askMetrics,
      meshNamespace: namespace,
      readClusters: null,
    }),
    tagObjects: async (tag, revision) => {
      const position = { namespaces: [], tags: { [tag]: revision } };
      return treeOf(position, await documents()).map(({ body }) => body);
    },
    preflight: createPreflight({
      missingRights: () => missingRights(client, rights),
      // What an IstioOperator object would change is its own matter.
      standing: () => Promise.resolve([]),
      askMetrics,
      now: Date.now,
    }),
    versions: request.versions,
    me: { host: hostname(), pid: process.pid, startTime: startTimeOf(process.pid) ?? '' },
    isAlive,
    notify: async (decision, observation) => {
      await told({ decision, observation });
      return decision.record;
    },
    now: Date.now,
    sleep: (ms) => delay(startTimer, ms, signal),
    checkpoint: () => {
      if (signal.aborted || !world.mayGoOn())
        throw new RolloutError('error', 'the driver was asked to stop', []);
    },
    report: logReporter(log),
  });
}

/** The stack of the rollout, at the position that its record has. */
function deployerOf(world: RolloutWorld, documents: Documents, log: OperatorLog): Deployer {
  const { client, namespace } = world;
  return createDeployer({
    resources: async () =>
      treeOf(await readPosition(client, namespace, undefined), await documents()),
    ports: { engine: stackEngine(world, STACK, log), ...clusterPorts(client) },
  });
}

function treeOf(
  position: Pick<RolloutPosition, 'namespaces' | 'tags'>,
  documents: readonly IstioOperatorObject[],
): readonly MappedResource[] {
  const app = rolloutApp(
    {
      position,
      documentOf: (revision) => {
        const found = documents.find(
          (one) => describesRevision(one) && revisionOf(one) === revision,
        );
        if (found !== undefined) return documentOf(found, documents);
        throw new Error(
          `no IstioOperator object describes revision ${revision}, at which a tag of the rollout points; make one`,
        );
      },
    },
    process.env,
  );
  return mapTree(app, DEPLOY_FIELD_MANAGER);
}

/** What the driver says goes into the log: each step once, and what it does. */
function logReporter(log: OperatorLog): RolloutReporter {
  let told = '';
  return {
    decision: ({ status }) => {
      if (status !== told) log.info('the rollout goes on', { status });
      told = status;
    },
    action: ({ type, reason }) => {
      log.info('the rollout acts', { action: type, reason });
    },
    preview: () => undefined,
    note: (message) => {
      log.info('the rollout notes', { note: message });
    },
  };
}
