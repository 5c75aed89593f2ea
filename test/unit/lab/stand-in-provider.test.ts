import { KubeConfig } from '@kubernetes/client-node';
import type { provider } from '@pulumi/pulumi';
import type { Body } from '../../../lab/provider/body';
import { createStandIn } from '../../../lab/provider/kubernetes-stand-in';
import { liveInputs } from '../../../lab/provider/live-inputs';
import {
  ApiAnswerError,
  RawObjects,
  type ObjectSender,
  type RawObject,
} from '../../../lib/cluster/raw-objects';

const URN = 'urn:pulumi:dev::mesh::kubernetes:apps/v1:Deployment::istiod';
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'istiod', namespace: 'mesh', labels: { app: 'istiod' } },
};
type Answer = Body | Error;

/** An API server that holds one object and never makes it ready; `live` may be changed behind the provider's back. */
function server(onWrite: (action: string) => Answer | undefined = () => undefined) {
  const held: { live?: Body | undefined; written: string[] } = { written: [] };
  const sender: ObjectSender = {
    send: (action, body, options) => {
      const dryRun = options?.query?.['dryRun'] === 'All';
      if (action !== 'read' && !dryRun) held.written.push(action);
      const answer = onWrite(action);
      if (answer instanceof Error) return Promise.reject(answer);
      if (action === 'read') {
        return held.live === undefined
          ? Promise.reject(new ApiAnswerError(404, 'gone'))
          : Promise.resolve(held.live as unknown as RawObject);
      }
      const next = (options?.content ?? body) as Body;
      if (!dryRun) held.live = next;
      return Promise.resolve(next as unknown as RawObject);
    },
  };
  return { held, sender };
}

/** What a refresh hands to the engine. */
type Refreshed = Readonly<Record<'id' | 'props' | 'inputs', unknown>>;

async function read(standIn: provider.Provider, state: object): Promise<Refreshed> {
  return (await standIn.read!('mesh/istiod', URN, state)) as Refreshed;
}

async function changes(standIn: provider.Provider, state: object): Promise<boolean | undefined> {
  return (await standIn.diff!('mesh/istiod', URN, state, deployment)).changes;
}

describe('a refresh through the stand-in', () => {
  const config = { ...deployment, kind: 'ConfigMap', apiVersion: 'v1' };
  const state = { ...config, __inputs: config };
  const cluster = (live: (Body & Readonly<Record<string, unknown>>) | undefined) => {
    const { held, sender } = server();
    held.live = live;
    return createStandIn(sender, '4.0.0');
  };

  it('sees a label that was removed by hand, so that the next update puts it back', async () => {
    const standIn = cluster({ ...config, metadata: { name: 'istiod', namespace: 'mesh' } });
    const { props, inputs } = await read(standIn, state);
    expect(inputs).toEqual({ ...config, metadata: { name: 'istiod', namespace: 'mesh' } });
    const diff = await standIn.diff!('mesh/istiod', URN, props, config);
    expect(diff).toMatchObject({ changes: true, replaces: [] });
  });

  it('sees nothing in what others wrote', async () => {
    const others = { ...config.metadata, generation: 3, labels: { app: 'istiod', team: 'x' } };
    const standIn = cluster({ ...config, metadata: others });
    expect((await read(standIn, state)).inputs).toEqual(config);
  });

  it('finds no object where it was deleted, so that the next update makes it anew', async () => {
    expect((await read(cluster(undefined), state)).id).toBe('');
  });

  it('keeps what a Secret holds hidden though it reads it', async () => {
    const secret = { ...config, kind: 'Secret', data: { token: 'b3Blbg==' } };
    const standIn = cluster({ ...secret, data: { token: 'Y2hhbmdlZA==' } });
    const { props, inputs } = await read(standIn, { ...secret, __inputs: secret });
    const marked = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
    expect(inputs).toMatchObject({ data: { ...marked, value: { token: 'Y2hhbmdlZA==' } } });
    expect(props).toMatchObject({ __inputs: marked });
  });

  it('knows only the identity of an object that is imported', async () => {
    const { inputs } = await read(cluster(config), {});
    const { apiVersion, kind } = config;
    expect(inputs).toEqual({ apiVersion, kind, metadata: { name: 'istiod', namespace: 'mesh' } });
  });
});

describe('liveInputs', () => {
  it('takes another spelling of the same value for no drift', () => {
    const recorded = { memory: '2048Mi', empty: {}, none: null };
    const live = { memory: '2Gi', status: 'x' };
    expect(liveInputs(recorded, live, live)).toEqual(recorded);
  });

  it('takes lists by index: what was removed is absent, what was added is not ours', () => {
    const recorded = { list: [{ a: 1 }, { a: 2 }] };
    expect(liveInputs(recorded, { list: [{ a: 3, b: 1 }] }, recorded)).toEqual({
      list: [{ a: 3 }],
    });
    const more = { list: [...recorded.list, { a: 9 }] };
    expect(liveInputs(recorded, more, more)).toEqual(recorded);
  });
});

describe('an object that was created and does not get ready in time', () => {
  it('is kept in the state as a partial failure, so that the next create does not meet it as AlreadyExists', async () => {
    const { held, sender } = server();
    const standIn = createStandIn(sender, '4.0.0', 10);
    await expect(standIn.create!(URN, deployment)).rejects.toMatchObject({
      id: 'mesh/istiod',
      properties: { ...deployment, __inputs: deployment },
      reasons: [expect.stringMatching(/timed out.*Deployment istiod to get ready/)],
    });
    expect(held.written).toEqual(['create']);
    expect(await changes(standIn, { ...deployment, __inputs: deployment })).toBe(false);
    await expect(standIn.update!('mesh/istiod', URN, {}, deployment)).rejects.toMatchObject({
      id: 'mesh/istiod',
      reasons: [expect.stringMatching(/to get ready/)],
    });
  });

  it('is no partial failure when nothing was written', async () => {
    const { sender } = server((action) =>
      action === 'create' ? new ApiAnswerError(409, 'AlreadyExists') : undefined,
    );
    const failed = createStandIn(sender, '4.0.0', 10).create!(URN, deployment);
    await expect(failed).rejects.not.toHaveProperty('id');
  });
});

describe('a kind that was just defined and that the client does not know yet', () => {
  /** The client's own answer first, then a failure that nobody tries again. */
  class NewKind extends RawObjects {
    asked = 0;

    protected override specUriPath(): Promise<string> {
      this.asked += 1;
      const unknown = 'Unrecognized API version and kind: fixture/v1 Widget';
      return Promise.reject(new Error(this.asked === 1 ? unknown : 'the kind is known by now'));
    }
  }

  function client(): NewKind {
    const config = new KubeConfig();
    const named = { name: 'lab' };
    config.loadFromOptions({
      clusters: [{ ...named, server: 'https://127.0.0.1:1' }],
      users: [named],
      contexts: [{ ...named, cluster: 'lab', user: 'lab' }],
      currentContext: 'lab',
    });
    return config.makeApiClient(NewKind);
  }

  it('is asked for again', async () => {
    const created = createStandIn(client(), '4.0.0').create!(URN, deployment);
    await expect(created).rejects.toThrow('the kind is known by now');
  });

  it('has no objects, so a refresh finds none', async () => {
    expect((await read(createStandIn(client(), '4.0.0'), { ...deployment })).id).toBe('');
  });
});
