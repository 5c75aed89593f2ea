import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiObjectProps } from 'cdk8s';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { objectExists } from '../../lib/cluster/object-exists';
import { createEngine, type Engine } from '../../lib/deploy/engine';
import type { ResourceChange } from '../../lib/deploy/resource-change';
import { labDown } from '../../lab/lab-down';
import { labEnv } from '../../lab/lab-env';
import { labUp } from '../../lab/lab-up';

/** A real engine on a real API server, and the program that it runs. */
export interface EngineRig {
  readonly client: KubeClient;
  /** An engine as a new driver process would make it; what it says is in `said`. */
  readonly engine: () => Engine;
  readonly said: string[];
  /** What the program deploys from now on. */
  readonly deploy: (objects: readonly ApiObjectProps[], patches?: readonly object[]) => void;
  /** The engine that holds the stack's lock, `null` when there is none. */
  readonly lockHolder: () => number | null;
  readonly state: () => string;
  readonly down: () => Promise<void>;
}

const PROJECT = join(__dirname, '..', 'engine', 'fixture');
const STACK = 'fixture';

/** Starts a lab of its own for the tests of the engine. */
export async function startEngineRig(): Promise<EngineRig> {
  const base = mkdtempSync(join(tmpdir(), 'istio-revisions-engine-'));
  const dir = join(base, 'lab');
  const lab = await labUp({ dir, env: process.env, say: () => undefined });
  const objectsFile = join(base, 'objects.json');
  // The stack's settings are written beside the program; they belong to this run only.
  const env = { ...labEnv(lab, process.env), FIXTURE_OBJECTS: objectsFile };
  const client = createKubeClient({ kubeconfig: lab.kubeconfig });
  const said: string[] = [];
  const files = join(dir, 'pulumi-state', '.pulumi');
  return {
    client,
    said,
    engine: () =>
      createEngine({
        projectDir: PROJECT,
        stack: STACK,
        env,
        workDir: join(base, 'engine'),
        exists: (type, id) => objectExists(client, type, id),
        onProgress: (line) => said.push(line),
      }),
    deploy: (objects, patches = []) => {
      writeFileSync(objectsFile, JSON.stringify({ objects, patches }));
    },
    lockHolder: () => holderOf(join(files, 'locks', 'organization', 'engine-fixture', STACK)),
    state: () => readFileSync(join(files, 'stacks', 'engine-fixture', `${STACK}.json`), 'utf8'),
    down: async () => {
      await labDown(dir);
      rmSync(base, { recursive: true, force: true });
      rmSync(join(PROJECT, `Pulumi.${STACK}.yaml`), { force: true });
    },
  };
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
