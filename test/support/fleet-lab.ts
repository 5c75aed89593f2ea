import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import type { FleetMember, FleetSize } from '../../lab/fleet/fleet';
import { readRunningLab, type LabState } from '../../lab/state';
import { checkoutWith, declareIn, type DeclaredEnvironment } from './checkout';
import { cliExpecting } from './cli';

/** One cluster of a test's own lab with several. */
export interface TestMember extends FleetMember {
  readonly state: LabState;
  readonly client: KubeClient;
}

/** A lab with several clusters, on which nothing is installed yet. */
export interface FleetLab {
  readonly env: Readonly<Record<string, string>>;
  readonly members: readonly TestMember[];
  /** Runs `lab …`, and gives what it prints with `--json`. */
  readonly lab: (...args: readonly string[]) => Promise<unknown>;
  /** Installs a mesh into each cluster. */
  readonly up: (declared: (member: TestMember) => DeclaredEnvironment) => Promise<void>;
  readonly down: () => Promise<void>;
}

/** Starts a lab with several clusters. The test process itself reads it through the same variable as the command line. */
export async function startFleetLab({ clusters, networks }: FleetSize): Promise<FleetLab> {
  const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-fleet-')), 'lab');
  const env = { ISTIO_REVISIONS_LAB: dir };
  process.env['ISTIO_REVISIONS_LAB'] = dir;
  const lab = async (...args: readonly string[]) =>
    JSON.parse((await cliExpecting(0, ['lab', ...args, '--json'], env)).stdout) as unknown;
  const size = ['--clusters', String(clusters), '--networks', String(networks)];
  const { members } = (await lab('up', ...size)) as { members: readonly FleetMember[] };
  const found = members.map((member) => openMember(member));
  return {
    env,
    lab,
    members: found,
    up: async (declared) => {
      let checkout: string | null = null;
      for (const member of found) {
        const environment = { ...declared(member), cluster: { lab: member.name } };
        if (checkout === null) checkout = checkoutWith(environment);
        else declareIn(checkout, environment);
        await cliExpecting(0, ['up', '--env', 'dev'], env, checkout);
      }
    },
    down: async () => {
      await cliExpecting(0, ['lab', 'down'], env);
    },
  };
}

function openMember(member: FleetMember): TestMember {
  const state = readRunningLab(member.name);
  if (state === null) throw new Error(`${member.name} does not run although "lab up" succeeded`);
  return { ...member, state, client: createKubeClient({ kubeconfig: state.kubeconfig }) };
}

/** Lets the istiods of one cluster read another, as `istioctl create-remote-secret` does, with the administrator's own access. */
export function remoteSecret(of: TestMember, namespace: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `istio-remote-secret-${of.name}`,
      namespace,
      labels: { 'istio/multiCluster': 'true' },
      annotations: { 'networking.istio.io/cluster': of.name },
    },
    stringData: { [of.name]: readFileSync(of.state.kubeconfig, 'utf8') },
  } as KubernetesObject;
}
