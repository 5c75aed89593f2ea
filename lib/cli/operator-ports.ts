import { join } from 'node:path';
import { documentApp } from '../../stacks/operator/document-app';
import { treeNotes } from '../../stacks/tree-notes';
import { holdFinalizer } from '../cluster/hold-finalizer';
import type { KubeClient } from '../cluster/kube-client';
import { objectExists } from '../cluster/object-exists';
import { createEngine, type Engine } from '../deploy/engine';
import { mapTree } from '../deploy/map-tree';
import type { DocumentPart } from '../operator/document-part';
import type { IstioOperator } from '../operator/istio-operator';
import { clusterPorts } from '../reconcile/cluster-ports';
import { createDeployer } from '../reconcile/deployer';
import { IN_USE_FINALIZER } from '../reconcile/operator/operator-annotations';
import type { OperatorLog } from '../reconcile/operator/operator-log';
import type { OperatorMetrics } from '../reconcile/operator/operator-metrics';
import type { ObjectPorts } from '../reconcile/operator/reconcile-object';
import type { StatusReporter } from '../reconcile/status-reporter';
import { DEPLOY_FIELD_MANAGER } from '../rollout/names';

/** What every turn of the operator shares. */
export interface OperatorWorld {
  readonly client: KubeClient;
  readonly projectDir: string;
  readonly workDir: string;
  readonly report: StatusReporter['report'];
  readonly metrics: OperatorMetrics;
  readonly mayGoOn: () => boolean;
  readonly signal: AbortSignal;
}

/** The world as the turns of one process see it, but for what belongs to a single turn. */
export function operatorPorts(
  world: OperatorWorld,
): (turn: Pick<ObjectPorts, 'objects' | 'log'>) => ObjectPorts {
  const { client, metrics } = world;
  const cluster = clusterPorts(client);
  return (turn) => ({
    ...turn,
    variables: process.env,
    render: (document, part) => {
      const began = performance.now();
      const done = (result: 'success' | 'failure') => {
        metrics.rendered(result, (performance.now() - began) / 1000);
      };
      try {
        const app = documentApp({ document, part }, process.env, {
          rendered: (chart) => {
            metrics.chartRendered(chart);
            turn.log.debug('a chart was rendered', { ...chart });
          },
        });
        for (const note of treeNotes(app)) turn.log.info(note);
        const resources = mapTree(app, DEPLOY_FIELD_MANAGER);
        done('success');
        return resources;
      } catch (error) {
        done('failure');
        throw error;
      }
    },
    deployer: (document, part, resources) =>
      createDeployer({
        resources: () => Promise.resolve(resources),
        ports: { engine: engineFor(world, document, part, turn.log), ...cluster },
      }),
    removeStack: (document) => engineFor(world, document, 'nothing', turn.log).remove(),
    health: cluster.health,
    observe: (revision) => cluster.observe([revision]),
    report: world.report,
    holdFinalizer: (object, held) => holdFinalizer(client, object, IN_USE_FINALIZER, held),
    mayGoOn: world.mayGoOn,
    now: Date.now,
  });
}

/** The stack of a part: one for the base, wherever its document is, and one for each object. */
function engineFor(
  world: OperatorWorld,
  document: IstioOperator,
  part: DocumentPart,
  log: OperatorLog,
): Engine {
  const { namespace = '', name = '' } = document.metadata ?? {};
  return stackEngine(world, part === 'base' ? 'base' : `${namespace}.${name}`, log);
}

/** The engine of one stack of the operator. */
export function stackEngine(
  { client, projectDir, workDir, signal }: OperatorWorld,
  stack: string,
  log: OperatorLog,
): Engine {
  return createEngine({
    projectDir,
    stack,
    target: { environment: 'operator', cluster: {} },
    env: {},
    workDir: join(workDir, 'engine'),
    exists: (type, id) => objectExists(client, type, id),
    onProgress: (line) => {
      log.info(line);
    },
    signal,
  });
}
