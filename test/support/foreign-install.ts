import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { labEnv } from '../../lab/lab-env';
import type { EnvironmentSpec } from '../../stacks/environments';
import type { BareLab } from './bare-lab';

/** One way to install Istio that is not ours, and the mesh that it makes, as a user would declare it. */
export interface ForeignInstall {
  readonly name: string;
  /** The field manager of what it makes. */
  readonly manager: string;
  readonly mesh: EnvironmentSpec['mesh'];
  readonly install: (lab: BareLab) => Promise<void>;
}

const execute = promisify(execFile);

const HUB = 'registry.istio.io/release';

/** Until what is installed is ready. */
const PATIENCE = '15m';

const GATEWAY = {
  replicaCount: 2,
  autoscaling: { enabled: false },
  service: { type: 'ClusterIP' },
};

/** istioctl installs base and revision at once; gateways of its own are another chart, which is not declared here. */
export const ISTIOCTL: ForeignInstall = {
  name: 'istioctl',
  manager: 'istio-operator',
  mesh: meshOf('1-31', '1.31.0', {}),
  install: async (lab) => {
    const { path } = await resolveTool('istioctl-1.31', process.env, (line) =>
      process.stderr.write(`${line}\n`),
    );
    const settings = [
      `hub=${HUB}`,
      'tag=1.31.0',
      'meshConfig.accessLogFile=/dev/stdout',
      'components.ingressGateways[0].name=istio-ingressgateway',
      'components.ingressGateways[0].enabled=false',
      ...settingsOfLab(lab, '1-31'),
    ].map((setting) => `--set=${setting}`);
    const args = ['--skip-confirmation', '--revision=1-31', `--readiness-timeout=${PATIENCE}`];
    await run(lab, path, ['install', ...args, ...settings]);
    await installGateway(lab, '1-31', '1.31');
  },
};

/** Helm has a release for each chart, whose name is in the labels of its objects. */
export const HELM: ForeignInstall = {
  name: 'Helm',
  manager: 'helm',
  mesh: meshOf('1-30', '1.30.3', { base: 'istio-base', revision: 'istiod-1-30' }),
  install: async (lab) => {
    const system = ['--namespace=istio-system', '--create-namespace'];
    await helm(lab, 'istio-base', '1.31', 'base', [...system, '--set=defaultRevision=']);
    const settings = [
      'revision=1-30',
      `global.hub=${HUB}`,
      'global.tag=1.30.3',
      'meshConfig.accessLogFile=/dev/stdout',
      ...settingsOfLab(lab, '1-30').map((setting) => setting.replace(/^values\./, '')),
    ].map((setting) => `--set=${setting}`);
    const chart = 'istio-control/istio-discovery';
    await helm(lab, 'istiod-1-30', '1.30', chart, [...system, ...settings]);
    await installGateway(lab, '1-30', '1.30');
  },
};

function meshOf(
  revision: string,
  version: string,
  releases: { readonly base?: string; readonly revision?: string },
): EnvironmentSpec['mesh'] {
  return {
    namespace: 'istio-system',
    base: {
      version: '1.31.0',
      defaultRevision: 'none',
      ...(releases.base === undefined ? {} : { release: releases.base }),
    },
    hub: HUB,
    meshConfig: { accessLogFile: '/dev/stdout' },
    revisions: [
      {
        revision,
        version,
        ...(releases.revision === undefined ? {} : { release: releases.revision }),
      },
    ],
    gateways: [
      { name: 'ingress', namespace: 'gateways', revision, inPlace: true, values: GATEWAY },
    ],
  };
}

/** In the lab istiod runs outside the cluster, whoever installs it. */
function settingsOfLab({ state }: BareLab, revision: string): string[] {
  const name = `ISTIO_REVISIONS_SET_${revision.replace('-', '_')}`;
  return (labEnv(state, {})[name] ?? '').split(',');
}

async function installGateway(lab: BareLab, revision: string, minor: string): Promise<void> {
  const values = JSON.stringify({ ...GATEWAY, revision });
  const where = ['--namespace=gateways', '--create-namespace'];
  await helm(lab, 'ingress', minor, 'gateway', [...where, `--set-json=${values}`, '--wait']);
}

async function helm(
  lab: BareLab,
  release: string,
  minor: string,
  chart: string,
  args: readonly string[],
): Promise<void> {
  const folder = join(lab.state.charts, minor, 'manifests', 'charts', chart);
  const wait = `--timeout=${PATIENCE}`;
  await run(lab, join(lab.state.dir, 'bin', 'helm'), ['install', release, folder, wait, ...args]);
}

async function run({ state }: BareLab, program: string, args: readonly string[]): Promise<void> {
  await execute(program, args, { env: { ...process.env, KUBECONFIG: state.kubeconfig } });
}
