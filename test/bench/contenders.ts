import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import { labEnv } from '../../lab/lab-env';
import { creationOrder } from '../../lib/deploy/creation-order';
import { mapTree, type KubeBody, type MappedResource } from '../../lib/deploy/map-tree';
import { DEPLOY_FIELD_MANAGER } from '../../lib/rollout/names';
import { positionLeft } from '../../lib/rollout/position-left';
import { platformApp } from '../../stacks/platform-app';
import type { EnvironmentSpec } from '../../stacks/environments';
import type { BareLab } from '../support/bare-lab';
import { checkoutWith } from '../support/checkout';
import { costOf, type Cost } from './cost';
import { writePlainProgram } from './plain-program';

/** One way to install the same mesh. */
export interface Contender {
  readonly name: string;
  /** Makes ready on a lab what is not to be measured. @returns one installation; the second finds nothing to do */
  readonly prepare: (lab: BareLab) => Promise<() => Promise<Cost>>;
}

const REVISION = '1-31';
const HUB = 'registry.istio.io/release';

/** What all of them install: the definitions and one revision. */
export const MESH: EnvironmentSpec['mesh'] = {
  namespace: 'istio-system',
  base: { version: '1.31.0', defaultRevision: 'none' },
  hub: HUB,
  revisions: [{ revision: REVISION, version: '1.31.0' }],
  gateways: [],
};

/** As people do it by hand. */
export const ISTIOCTL: Contender = {
  name: 'istioctl install',
  prepare: async (lab) => {
    const { path } = await resolveTool('istioctl-1.31', process.env, say);
    const settings = [
      `hub=${HUB}`,
      'tag=1.31.0',
      'components.ingressGateways[0].name=istio-ingressgateway',
      'components.ingressGateways[0].enabled=false',
      ...(labEnv(lab.state, {})[`ISTIO_REVISIONS_SET_${REVISION.replace('-', '_')}`] ?? '').split(
        ',',
      ),
    ].map((setting) => `--set=${setting}`);
    const command = [path, 'install', '--skip-confirmation', `--revision=${REVISION}`, ...settings];
    return () => costOf(command, on(lab, tmpdir()));
  },
};

/** This project, from its command line: render, compare, apply, health, status. */
export const OURS: Contender = {
  name: 'istio-revisions up',
  prepare: (lab) => {
    const dir = checkoutWith({ mesh: MESH });
    const command = [process.execPath, join(dir, 'bin', 'istio-revisions.js'), 'up', '--env=dev'];
    return Promise.resolve(() => costOf(command, on(lab, dir)));
  },
};

/** The floor: Pulumi's own typed classes, with the objects rendered before and no look at whether the mesh is healthy. */
export const PLAIN: Contender = {
  name: 'plain Pulumi program',
  prepare: async (lab) => {
    const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-plain-'));
    writePlainProgram(dir, creationOrder(objectsOf(lab)), lab.state.provider.version);
    const { env } = on(lab, dir);
    await costOf(['pulumi', 'stack', 'init', 'plain'], on(lab, dir));
    const command = ['pulumi', 'up', '--yes', '--skip-preview', '--non-interactive'];
    return () => costOf([...command, '--stack=plain'], { ...on(lab, dir), env });
  },
};

/** The objects of the mesh as this project renders them, without its own documents. */
export function objectsOf(lab: BareLab): MappedResource[] {
  const environment: EnvironmentSpec = { name: 'dev', cluster: { lab: true }, mesh: MESH };
  const app = platformApp(environment, positionLeft(null), on(lab, tmpdir()).env);
  return mapTree(app, DEPLOY_FIELD_MANAGER).filter(({ body }) => !isDocument(body));
}

/** The documents themselves are ours alone; nobody else installs them. */
function isDocument({ kind, metadata }: KubeBody): boolean {
  return kind === 'IstioOperator' || metadata.name.startsWith('istiooperators.');
}

/** Every contender goes the way of a user, through the lab's own proxy. */
function on(lab: BareLab, cwd: string) {
  const servers = lab.state.processes
    .filter(({ name }) => name === 'kube-apiserver' || name === 'etcd')
    .map(({ pid }) => pid);
  return { cwd, servers, env: { ...process.env, ...labEnv(lab.state, process.env) } };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
