import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from 'cdk8s';
import { resolveCharts } from '../../lab/binaries/resolve-charts';
import type { Body } from '../../lab/provider/body';
import { aloneOn } from '../../lib/rollout/gateway-places';
import { ApiAnswerError, RawObjects } from '../../lib/cluster/raw-objects';
import { readState } from '../../lab/state';
import { messageOf } from '../../lib/cluster/api-error';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { readYamlStream } from '../../lib/render/kubernetes-yaml';
import { FIELD_MANAGER } from '../../lib/rollout/names';
import type { RolloutPosition } from '../../lib/rollout/position';
import { gatewayKey } from '../../lib/rollout/wave-members';
import { environmentTree } from '../../stacks/environment-tree';
import { placeLayers } from '../../stacks/place-layers';
import { prodEnvironment } from '../../stacks/environments/prod';
import { PlatformStack } from '../../stacks/platform-stack';
import { cliExpecting } from '../support/cli';
import { releasedCharts } from '../support/released-charts';
import { renderEnvironment } from '../support/render-environment';

jest.setTimeout(900_000);

const SERVED_TIMEOUT_MS = 60_000;
const POLL_MS = 200;

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface Identified {
  readonly metadata: { readonly uid: string };
}

/** What the files that `cdk8s synth` writes for prod hold, as kubectl reads them. */
function synthesized(variables: NodeJS.ProcessEnv, position?: RolloutPosition): Body[] {
  const app = new App();
  new PlatformStack(app, prodEnvironment.name, {
    environment: prodEnvironment,
    environmentVariables: variables,
    ...(position === undefined ? {} : { position }),
  });
  const tree = environmentTree(prodEnvironment, placeLayers(prodEnvironment, app));
  return [...tree.values()].flatMap((text) => readYamlStream(text) as Body[]);
}

const { from, to, waves } = prodEnvironment.rollout!;
const revisionOf = (wave: number) => (wave === 0 ? to : from);

/** Namespaces of the waves, each with the revision that it is on when the first wave has moved. */
const SHOP = waves.flatMap((wave, index) =>
  'namespaces' in wave
    ? wave.namespaces.map((name) => ({ name, revision: revisionOf(index) }))
    : [],
);

/** The target is installed and the first wave has moved; every namespace of the waves has been adopted. */
function afterFirstWave(uids: ReadonlyMap<string, string>): RolloutPosition {
  return {
    installed: true,
    retired: [],
    namespaces: SHOP.map((namespace) => ({ ...namespace, uid: uids.get(namespace.name) ?? '' })),
    gateways: Object.fromEntries(
      waves.flatMap((wave, index) =>
        'gateways' in wave
          ? wave.gateways.map((gateway) => [gatewayKey(gateway), aloneOn(revisionOf(index))])
          : [],
      ),
    ),
    tags: {},
    pointers: {},
    status: `wave 1/${waves.length}`,
  };
}

describe('cdk8s synth of prod is accepted by the API server', () => {
  const dir = join(mkdtempSync(join(tmpdir(), 'istio-revisions-test-')), 'lab');
  const env = { ISTIO_REVISIONS_LAB: dir };
  let charts = '';
  let variables: NodeJS.ProcessEnv;
  let client: KubeClient;
  let objects: RawObjects;

  beforeAll(async () => {
    charts = releasedCharts(await resolveCharts(process.env));
    variables = { ...(await renderEnvironment()), ISTIO_REVISIONS_CHARTS: charts };
    await cliExpecting(0, ['lab', 'up'], env);
    const state = readState(dir);
    if (state === null) throw new Error('the lab left no state although "lab up" succeeded');
    client = createKubeClient({ kubeconfig: state.kubeconfig });
    objects = RawObjects.open(client.config);
  });

  afterAll(async () => {
    if (charts !== '') rmSync(charts, { recursive: true });
    await cliExpecting(0, ['lab', 'down'], env);
  });

  /** Creates what others cannot be checked without; what is there stays. */
  async function create(object: Body): Promise<void> {
    try {
      await objects.send('create', object, { content: object });
    } catch (error) {
      if (!(error instanceof ApiAnswerError) || error.status !== 409) throw error;
    }
  }

  /** Waits for the definition itself, and until its kinds are found, which is a moment later. */
  async function becomesServed(definition: Body): Promise<void> {
    const { spec } = definition as Body & Definition;
    await eventually(`CustomResourceDefinition ${definition.metadata.name}`, async () => {
      const { status } = (await objects.send('read', definition)) as unknown as Definition;
      const isEstablished = status?.conditions?.some(
        (condition) => condition.type === 'Established' && condition.status === 'True',
      );
      if (isEstablished !== true) throw new Error('it is not Established');
      for (const { name } of spec.versions.filter(({ served }) => served)) {
        await client.objects.list(`${spec.group}/${name}`, spec.names.kind);
      }
    });
  }

  /** What the API server says against an object; `null` when it takes it. Nothing is stored. */
  async function refusal(object: Body): Promise<string | null> {
    try {
      await objects.send('patch', object, {
        query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', dryRun: 'All' },
        contentType: 'application/apply-patch+yaml',
        content: object,
      });
      return null;
    } catch (error) {
      const { namespace, name } = object.metadata;
      const path = namespace === undefined ? name : `${namespace}/${name}`;
      return `${object.apiVersion} ${object.kind} ${path}: ${messageOf(error)}`;
    }
  }

  /** Creates the Namespaces and definitions of an output, without which the rest cannot be checked. */
  async function prepare(output: readonly Body[]): Promise<void> {
    for (const object of output.filter(isReal)) await create(object);
    const definitions = output.filter(({ kind }) => kind === 'CustomResourceDefinition');
    for (const definition of definitions) await becomesServed(definition);
  }

  /** Every refusal of what is not created, by the name of the object. */
  async function refusals(output: readonly Body[]): Promise<string[]> {
    const found: string[] = [];
    for (const object of output.filter((one) => !isReal(one))) {
      const reason = await refusal(object);
      if (reason !== null) found.push(reason);
    }
    return found;
  }

  /** Namespaces of the shop as their teams made them; their uids by name. */
  async function createShop(): Promise<Map<string, string>> {
    const uids = new Map<string, string>();
    for (const { name } of SHOP) {
      const namespace: Body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
      await create(namespace);
      const { metadata } = (await objects.send('read', namespace)) as unknown as Identified;
      uids.set(name, metadata.uid);
    }
    return uids;
  }

  it('before the rollout', async () => {
    const output = synthesized(variables);
    await prepare(output);
    expect(await refusals(output)).toEqual([]);
    expect(output.map(({ kind }) => kind)).toContain('Gateway');
  });

  it('with the second revision installed and the first wave moved', async () => {
    const output = synthesized(variables, afterFirstWave(await createShop()));
    await prepare(output);
    expect(await refusals(output)).toEqual([]);
    expect(output.filter(isPatch)).toHaveLength(SHOP.length);
  });

  it('but not with a field that the API does not know, so each object is really looked at', async () => {
    const output = synthesized(variables);
    await prepare(output);
    const wrong = output
      .filter(({ kind }) => ['Deployment', 'Gateway'].includes(kind))
      .map((object) => ({ ...object, spec: { ...specOf(object), replicaz: 1 } }));
    expect(wrong.length).toBeGreaterThan(2);
    const refused = wrong.map(() => expect.stringContaining('replicaz') as string);
    expect(await refusals(wrong)).toEqual(refused);
  });
});

/** What is created; everything else is only asked for. */
function isReal(object: Body): boolean {
  return ['Namespace', 'CustomResourceDefinition'].includes(object.kind) && !isPatch(object);
}

/** A part of an object of somebody else: a namespace's label, for the one namespace of that uid. */
function isPatch({ kind, metadata }: Body): boolean {
  return kind === 'Namespace' && 'uid' in metadata;
}

function specOf(object: Body): object {
  return (object as Body & { readonly spec: object }).spec;
}

async function eventually(what: string, check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + SERVED_TIMEOUT_MS;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`${what} is not served after ${SERVED_TIMEOUT_MS} ms: ${messageOf(error)}`);
      }
      await sleep(POLL_MS);
    }
  }
}
