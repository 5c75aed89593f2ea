import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { readRunningLab, type LabState } from '../../lab/state';
import { cliExpecting } from './cli';

/** A lab of a test's own, apart from the developer's, on which nothing is installed yet. */
export interface BareLab {
  /** What makes the command line work on it. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: LabState;
  readonly client: KubeClient;
  readonly down: () => Promise<void>;
}

/** Starts a lab. The test process itself reads it through the same variable as the command line. */
export async function startBareLab(): Promise<BareLab> {
  const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-test-')), 'lab');
  const env = { ISTIO_REVISIONS_LAB: dir };
  process.env['ISTIO_REVISIONS_LAB'] = dir;
  await cliExpecting(0, ['lab', 'up'], env);
  const state = readRunningLab();
  if (state === null) throw new Error('the lab does not run although "lab up" succeeded');
  return {
    env,
    state,
    client: createKubeClient({ kubeconfig: state.kubeconfig }),
    down: async () => {
      await cliExpecting(0, ['lab', 'down'], env);
    },
  };
}
