import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { operatorProject } from '../../lib/cli/operator-project';
import { objectExists } from '../../lib/cluster/object-exists';
import { RawObjects } from '../../lib/cluster/raw-objects';
import { createEngine } from '../../lib/deploy/engine';
import { mapTree, type MappedResource } from '../../lib/deploy/map-tree';
import { clusterPorts } from '../../lib/reconcile/cluster-ports';
import { createDeployer, deployerSteps } from '../../lib/reconcile/deployer';
import { namespaceLabelPatch } from '../../lib/rollout/namespace-label-patch';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';
import { labEnv } from '../../lab/lab-env';
import type { BareLab } from '../support/bare-lab';

const NAMESPACES = 20;

/** Seconds of a wave, by how its labels move. */
export interface WaveTimes {
  /** The requests alone, one after the other. */
  readonly requests: number;
  /** As a rollout does it: compare, preview, engine. */
  readonly wave: number;
}

/**
 * Moves namespaces in a stack that also holds the objects of a whole mesh.
 * @param mesh - what the stack holds beside them
 */
export async function measureWave(
  lab: BareLab,
  mesh: readonly MappedResource[],
): Promise<WaveTimes> {
  const objects = RawObjects.open(lab.client.config);
  const names = Array.from({ length: NAMESPACES }, (_, index) => `team-${String(index)}`);
  const uids = new Map<string, string>();
  for (const name of names) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    const made = await lab.client.core.createNamespace({ body });
    uids.set(name, made.metadata?.uid ?? '');
  }
  const patches = (revision: string) =>
    names.map((name) => namespaceLabelPatch({ name, uid: uids.get(name) ?? '', revision }));
  let revision = '1-30';
  const steps = deployerSteps(
    createDeployer({
      resources: () => Promise.resolve([...mesh, ...mapped(patches(revision))]),
      ports: { engine: engineOf(lab), ...clusterPorts(lab.client) },
    }),
  );
  const move = async () => {
    for (const step of [steps.preview, steps.up]) {
      const { ok, diagnostics } = await step({ refresh: false });
      if (!ok) throw new Error(diagnostics.join('\n'));
    }
  };
  await move();
  revision = '1-31';
  const wave = await secondsOf(move);
  const requests = await secondsOf(async () => {
    for (const body of patches('1-30')) {
      const query = { fieldManager: 'istio-revisions', force: 'false' };
      const contentType = 'application/apply-patch+yaml';
      await objects.send('patch', body, { query, contentType, content: body });
    }
  });
  return { requests, wave };
}

function mapped(patches: readonly ReturnType<typeof namespaceLabelPatch>[]): MappedResource[] {
  const chart = new Chart(new App(), 'wave', { disableResourceNameHashes: true });
  for (const patch of patches)
    new ApiObject(chart, patch.metadata.name, patch).node.addMetadata(
      'istio-revisions:patch',
      true,
    );
  return mapTree(chart.node.root, DEPLOY_FIELD_MANAGER);
}

function engineOf(lab: BareLab) {
  const base = mkdtempSync(join(tmpdir(), 'istio-revisions-wave-'));
  const { client } = lab;
  return createEngine({
    projectDir: operatorProject(base),
    stack: 'wave',
    target: { environment: 'wave', cluster: {} },
    env: labEnv(lab.state, process.env),
    workDir: join(base, 'engine'),
    exists: (type, id) => objectExists(client, type, id),
  });
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
