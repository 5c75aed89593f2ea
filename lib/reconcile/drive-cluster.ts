import { actuate, type ClusterAction } from '../cluster/actuator';
import type { KubeClient } from '../cluster/kube-client';
import { watchMesh, type MeshLists } from '../cluster/mesh-lists';
import type { RecordStore } from '../cluster/record-store';
import type { TagObjects } from '../cluster/retag';
import type { ObserveRollout } from '../cluster/rollout-observer';
import { needsFreshLook } from '../rollout/needs-fresh-look';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { FIELD_MANAGER } from '../rollout/names';
import { deployerSteps, type Deployer } from './deployer';
import {
  driveRollout,
  type RolloutOutcome,
  type RolloutPorts,
  type RolloutReporter,
} from './drive-rollout';
import type { GitDelivery } from './git/git-delivery';
import { holdLease, type LeasePorts } from './hold-lease';
import { RolloutError } from './rollout-error';

/** One cluster as its driver needs it. */
export interface DrivenCluster
  extends
    Pick<RolloutPorts, 'preflight' | 'versions' | 'notify' | 'now' | 'sleep' | 'report'>,
    Pick<LeasePorts, 'me' | 'isAlive'> {
  readonly client: KubeClient;
  readonly store: RecordStore;
  readonly deployer: Deployer;
  readonly observe: ObserveRollout;
  readonly tagObjects: TagObjects;
  /** Through which steps go into Git, where that is what the cluster follows. @default the deployer applies them */
  readonly delivery?: GitDelivery;
  /** Throws when the driver was asked to stop. */
  readonly checkpoint: () => void;
}

/** What is driven. */
export interface DrivenRollout {
  /** `null` goes on with the stored one. */
  readonly spec: RolloutSpec | null;
  /** Whether a rollout under way that differs from the spec stops where it is. */
  readonly supersede: boolean;
}

/**
 * Drives a rollout to its end as the one driver of its cluster: holds the lease, and watches what there is most of.
 * @throws RolloutError as `driveRollout` does, and when the lease was lost.
 */
export async function driveCluster(
  { spec, supersede }: DrivenRollout,
  cluster: DrivenCluster,
): Promise<RolloutOutcome> {
  const { client, deployer, delivery, report, checkpoint } = cluster;
  const note = (message: string) => {
    report.note(message);
  };
  const lease = await holdLease({ ...cluster, note });
  const mesh = watchMesh(client);
  /** What was written is seen by the next look, whatever the watches have told by then. */
  const writing = <T>(write: Promise<T>, lists?: readonly (keyof MeshLists)[]) =>
    write.finally(() => {
      mesh.renew(lists);
    });
  const engine = delivery?.steps ?? deployerSteps(deployer);
  try {
    return await driveRollout(
      spec,
      {
        ...cluster,
        store: lease.store,
        engine: { ...engine, up: (options) => writing(engine.up(options)) },
        observe: async (record) => {
          if (needsFreshLook(record)) mesh.renew();
          const observation = await cluster.observe(spec, mesh)(record);
          return delivery?.observed(observation) ?? observation;
        },
        act: (action) => writing(carryOut(action, cluster), writtenBy(action)),
        preflight: async (record, observation) => {
          await delivery?.preflight(record);
          await cluster.preflight(record, observation);
        },
        report: delivery === undefined ? report : telling(delivery, report),
        checkpoint: () => {
          checkpoint();
          const lost = lease.lost();
          if (lost !== null) throw new RolloutError('error', lost, []);
        },
      },
      supersede,
    );
  } finally {
    mesh.renew();
    await lease.release();
  }
}

/** What is in Git is written there and nowhere else: two writers would take it from each other. */
function carryOut(
  action: ClusterAction,
  { client, delivery, tagObjects }: DrivenCluster,
): Promise<void> {
  if (delivery?.carriesOut(action) === true) return delivery.deliver();
  return actuate(client, action, new Date(), {
    tagObjects,
    labelOwner: delivery?.manager ?? FIELD_MANAGER,
  });
}

function telling(delivery: GitDelivery, report: RolloutReporter): RolloutReporter {
  return {
    ...report,
    decision: (decision, seen) => {
      delivery.decided(decision);
      report.decision(decision, seen);
    },
  };
}

/** The lists that an action changes; all others go on being followed. */
function writtenBy(action: ClusterAction): readonly (keyof MeshLists)[] {
  switch (action.type) {
    case 'adopt':
    case 'relabel':
    case 'restore':
      return ['namespaces'];
    case 'restart':
      return [LISTS_OF_KINDS[action.kind]];
    case 'evict':
      return ['pods'];
    // Gateways are read anew each time.
    case 'pin-gateway':
    case 'move-gateway':
    case 'unpin-gateway':
    case 'retag':
    case 'cleanup':
      return [];
  }
}

const LISTS_OF_KINDS = {
  Deployment: 'deployments',
  StatefulSet: 'statefulSets',
  DaemonSet: 'daemonSets',
} as const;
