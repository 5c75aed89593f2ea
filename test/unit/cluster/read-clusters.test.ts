import { encodeRecord } from '../../../lib/cluster/record/record-codec';
import { clusterReader } from '../../../lib/cluster/read-clusters';
import type { ListedPod } from '../../../lib/cluster/mesh-lists';
import { aPod, aRecord, FROM, TO } from '../../support/rollout-builders';
import { StubApiServer } from '../../support/stub-api-server';

const listed = (revision: string): ListedPod => ({
  fact: aPod({ revision, name: `cart-${revision}` }),
  istiod: null,
  placed: { node: '', requests: {} },
});

/** A cluster that holds a record; when it is and how its pods are read is the test’s. */
describe('another cluster', () => {
  let stub: StubApiServer;
  let now = 0;
  const read = jest.fn<Promise<readonly ListedPod[]>, []>();
  const metadata = { name: 'istio-revisions-rollout', namespace: 'istio-system' };

  beforeAll(async () => {
    const stored = { ...encodeRecord(aRecord(), {}), metadata };
    stub = await StubApiServer.start(() => ({ code: 200, body: stored }));
  });

  afterAll(() => {
    stub.stop();
  });

  beforeEach(() => {
    now = 1_000_000;
    read.mockReset();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'Date'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const reader = () =>
    clusterReader(
      {
        name: 'us-1',
        client: stub.client,
        lists: { pods: { read } },
        meshNamespace: 'istio-system',
        prometheus: null,
      },
      () => now,
    );

  const untilReads = async (count: number) => {
    while (read.mock.calls.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it('says how many of its proxies have moved, asked once for all that look at one moment', async () => {
    read.mockResolvedValue([listed(TO), listed(FROM)]);
    const ask = reader();
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toMatchObject({
      name: 'us-1',
      state: { known: true, value: { proxies: { total: 2, moved: 1 } } },
    });
    expect(other).toBe(one);
    now += 2_001;
    await ask();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is unknown while it does not answer in time, is waited for and not asked a second time, and is known again', async () => {
    let answer: (pods: readonly ListedPod[]) => void = () => undefined;
    read.mockReturnValueOnce(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const ask = reader();
    const late = ask();
    await untilReads(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await late).toMatchObject({ state: { known: false, reason: 'no answer within 5 s' } });
    now += 5_000;
    const next = ask();
    answer([listed(TO)]);
    expect(await next).toMatchObject({ state: { known: true, value: { proxies: { total: 1 } } } });
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is unknown with the reason where its pods cannot be read', async () => {
    read.mockRejectedValue(new Error('pods is forbidden'));
    expect(await reader()()).toMatchObject({
      state: { known: false, reason: 'pods is forbidden' },
    });
  });
});
