import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, type ApiObjectProps } from 'cdk8s';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { objectExists } from '../../lib/cluster/object-exists';
import { createEngine, type EngineResult } from '../../lib/deploy/engine';
import { mapTree, type MappedResource } from '../../lib/deploy/map-tree';
import { readProject } from '../../lib/deploy/read-project';
import type { ResourceChange } from '../../lib/deploy/resource-change';
import { operatorProject } from '../../lib/cli/operator-project';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';
import { clusterPorts } from '../../lib/reconcile/cluster-ports';
import { createDeployer } from '../../lib/reconcile/deployer';
import { labDown } from '../../lab/lab-down';
import { labEnv } from '../../lab/lab-env';
import { labUp } from '../../lab/lab-up';

/** A real engine on a real API server, and the program that it runs. */
export interface EngineRig {
  readonly client: KubeClient;
  /**
   * What is deployed from now on; `patches` are parts of objects that belong to somebody else, and of what is `shared` somebody else
   * owns a part.
   */
  readonly declare: (
    objects: readonly ApiObjectProps[],
    patches?: readonly ApiObjectProps[],
    shared?: readonly ApiObjectProps[],
  ) => void;
  /** Updates the stack as a new driver process would; what it says is in `said`. */
  readonly up: (refresh?: boolean) => Promise<EngineResult>;
  /** Compares with the cluster first, as every command does. */
  readonly deploy: () => Promise<EngineResult | null>;
  readonly said: string[];
  /** The engine that holds the stack's lock, `null` when there is none. */
  readonly lockHolder: () => number | null;
  readonly state: () => string;
  readonly down: () => Promise<void>;
}

const STACK = 'fixture';

/** Starts a lab of its own for the tests of the engine. */
export async function startEngineRig(): Promise<EngineRig> {
  const base = mkdtempSync(join(tmpdir(), 'istio-revisions-engine-'));
  const dir = join(base, 'lab');
  const lab = await labUp({ dir, env: process.env, say: () => undefined });
  const client = createKubeClient({ kubeconfig: lab.kubeconfig });
  const said: string[] = [];
  const projectDir = operatorProject(base);
  const files = (kind: string) =>
    join(dir, 'pulumi-state', '.pulumi', kind, readProject(projectDir).name);
  let declared: readonly MappedResource[] = [];
  const engine = () =>
    createEngine({
      projectDir,
      stack: STACK,
      target: { environment: 'fixture', cluster: {} },
      env: labEnv(lab, process.env),
      workDir: join(base, 'engine'),
      exists: (type, id) => objectExists(client, type, id),
      onProgress: (line) => said.push(line),
    });
  const cluster = clusterPorts(client);
  const deployer = () =>
    createDeployer({
      resources: () => Promise.resolve(declared),
      ports: { engine: engine(), ...cluster },
    });
  return {
    client,
    said,
    declare: (...given) => {
      declared = treeOf(...given);
    },
    up: (refresh = false) => engine().up({ resources: declared, refresh }),
    deploy: async () => {
      const driver = deployer();
      return driver.apply(await driver.plan());
    },
    lockHolder: () => holderOf(join(files(join('locks', 'organization')), STACK)),
    state: () => readFileSync(join(files('stacks'), `${STACK}.json`), 'utf8'),
    down: async () => {
      await labDown(dir);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function treeOf(
  objects: readonly ApiObjectProps[],
  patches: readonly ApiObjectProps[] = [],
  shared: readonly ApiObjectProps[] = [],
): readonly MappedResource[] {
  const app = new App();
  const chart = new Chart(app, 'fixture', { disableResourceNameHashes: true });
  objects.forEach((object, index) => new ApiObject(chart, `object-${index}`, object));
  patches.forEach((patch, index) => {
    new ApiObject(chart, `patch-${index}`, patch).node.addMetadata('istio-revisions:patch', true);
  });
  shared.forEach((object, index) => {
    new ApiObject(chart, `shared-${index}`, object).node.addMetadata(
      'istio-revisions:shared',
      true,
    );
  });
  return mapTree(app, DEPLOY_FIELD_MANAGER);
}

/** How often each operation occurs, without those that change nothing. */
export function operations(changes: readonly ResourceChange[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { op, type, name } of changes) {
    if (op !== 'same') (found[op] ??= []).push(`${type.split(':').at(-1) ?? ''} ${name}`);
  }
  return found;
}

function holderOf(folder: string): number | null {
  try {
    const [file] = readdirSync(folder);
    return file === undefined
      ? null
      : (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}
