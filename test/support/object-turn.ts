import { createDeployer } from '../../lib/reconcile/deployer';
import { IN_USE_FINALIZER } from '../../lib/reconcile/operator/operator-annotations';
import type { IstioOperatorObject } from '../../lib/reconcile/operator/operator-documents';
import {
  reconcileObject,
  type ObjectPorts,
  type Turn,
} from '../../lib/reconcile/operator/reconcile-object';
import type { Findings } from '../../lib/reconcile/status-reporter';
import type { HealthCondition } from '../../lib/rollout/health/health-condition';
import type { Observation } from '../../lib/rollout/observation';
import { operatorStatus } from '../../lib/rollout/status/operator-status';
import {
  anInspection,
  anIstiodBody,
  anUntouchedCluster,
  aRecord,
  aResource,
} from './deploy-builders';
import { RecordingPorts, type World } from './deploy-ports';
import { NOBODY } from './nobody';

export const NOW = Date.parse('2030-02-01T00:00:00Z');
export const ISTIOD = aResource(anIstiodBody());
export const HEALTHY: readonly HealthCondition[] = [
  { type: 'DeploymentAvailable', status: 'True', reason: 'Available', message: 'all of it' },
];

/** A stack that holds the revision. */
export const REMEMBERED: World = {
  state: { resources: [aRecord(ISTIOD)], outputs: {}, provider: null },
};

export const held = { finalizers: [IN_USE_FINALIZER] };
export const absent: World = { inspected: new Map([[ISTIOD.key, anInspection(ISTIOD, null)]]) };

/** What a test lets the world be, beside the cluster and the engine. */
export interface Setting extends World {
  readonly observation?: Observation;
  readonly health?: readonly HealthCondition[];
  readonly render?: ObjectPorts['render'];
  readonly leads?: boolean;
}

/** One turn, with everything that was done and told. */
export interface ToldTurn {
  readonly turn: Turn;
  readonly told: readonly Findings[];
  readonly calls: readonly string[];
  /** What was told last. */
  readonly last: Findings['progress'] | undefined;
}

/** One turn of an object, in a world that a test says. */
export async function turnOf(
  object: IstioOperatorObject,
  setting: Setting = {},
): Promise<ToldTurn> {
  const told: Findings[] = [];
  const inspected = anUntouchedCluster([]).inspected;
  const deploy = new RecordingPorts({ inspected, observation: NOBODY, ...setting });
  const { calls } = deploy;
  const turn = await reconcileObject(object, {
    objects: () => [object],
    variables: {},
    render: setting.render ?? ((_document, part) => (part === 'revision' ? [ISTIOD] : [])),
    deployer: (_document, part, resources) => {
      calls.push(`deployer ${part}`);
      return createDeployer({ resources: () => Promise.resolve(resources), ports: deploy });
    },
    removeStack: () => {
      calls.push('remove stack');
      return Promise.resolve();
    },
    health: () => Promise.resolve(setting.health ?? HEALTHY),
    observe: () => Promise.resolve(setting.observation ?? NOBODY),
    report: (_object, findings) => {
      told.push(findings);
      return Promise.resolve(
        operatorStatus({ ...findings, previous: null, generation: 1, now: NOW }),
      );
    },
    holdFinalizer: (_object, held) => {
      calls.push(held ? 'hold' : 'release');
      return Promise.resolve();
    },
    mayGoOn: () => setting.leads ?? true,
    now: () => NOW,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore, with: never },
  });
  return { turn, told, calls, last: told.at(-1)?.progress };
}

function ignore(): void {
  // What is logged is the log's own test.
}

function never(): never {
  throw new Error('a turn has its log already');
}
