import type { V1ConfigMap } from '@kubernetes/client-node';
import { encodeRecord, type RecordData } from '../../../../lib/cluster/record/record-codec';
import { MOST_BYTES, sizeOf, sizeProblems } from '../../../../lib/cluster/record/record-size';
import {
  createRecordStore,
  RecordConflictError,
  RecordCorruptError,
  RecordTooLargeError,
  type Lease,
  type RecordStore,
} from '../../../../lib/cluster/record-store';
import type { FrozenWave, RolloutRecord } from '../../../../lib/rollout/record';
import { aLargeRecord } from '../../../support/large-mesh';
import { aGatewayWave, aRecord } from '../../../support/rollout-builders';
import { StubApiServer, type StubAnswer, type StubRequest } from '../../../support/stub-api-server';

/** A busy machine takes its time over thousands of namespaces. */
const LARGE_MS = 60_000;

const LEASE: Lease = { host: 'a', pid: 1, startTime: '10', renewedAt: 1 };

/** A cluster that holds the ConfigMap of the record, or none, and refuses writes to another version of it. */
class RecordHolder {
  held: V1ConfigMap | null = null;
  #version = 0;

  put(values: Pick<V1ConfigMap, 'data' | 'binaryData'>): void {
    this.#version += 1;
    const metadata = {
      name: 'istio-revisions-rollout',
      namespace: 'istio-system',
      resourceVersion: String(this.#version),
    };
    this.held = { ...values, metadata };
  }

  answer({ method, body }: StubRequest): StubAnswer {
    if (method === 'GET') return this.#answered(404);
    const sent = body as V1ConfigMap;
    const seen = sent.metadata?.resourceVersion;
    if (seen !== this.held?.metadata?.resourceVersion) return { code: 409, message: 'changed' };
    this.put(sent);
    return this.#answered(500);
  }

  #answered(code: number): StubAnswer {
    return this.held === null ? { code, message: 'absent' } : { code: 200, body: this.held };
  }
}

describe('the stored record', () => {
  const holder = new RecordHolder();
  let stub: StubApiServer;
  let store: RecordStore;

  beforeAll(async () => {
    stub = await StubApiServer.start((request) => holder.answer(request));
  });

  afterAll(() => {
    stub.stop();
  });

  beforeEach(() => {
    holder.held = null;
    store = createRecordStore(stub.client, 'istio-system');
  });

  async function stored(record: RolloutRecord): Promise<V1ConfigMap> {
    await store.load();
    await store.save({ record, lease: LEASE });
    return holder.held ?? {};
  }

  it('is nothing where there is no ConfigMap, or a lease alone', async () => {
    expect(await store.load()).toEqual({ record: null, lease: null });
    await store.save({ lease: LEASE });
    expect(await store.load()).toEqual({ record: null, lease: LEASE });
  });

  it('comes back as it was, and stays when the lease is renewed', async () => {
    await stored(aRecord());
    await store.save({ lease: null });
    const another = createRecordStore(stub.client, 'istio-system');
    expect(await another.load()).toEqual({ record: aRecord(), lease: null });
  });

  it('is read anew when it changed, and is the same one while it did not', async () => {
    await stored(aRecord());
    const { record } = await store.load();
    await store.save({ lease: null });
    expect((await store.load()).record).toBe(record);
    expect((await store.peek()).record).toBe(record);
    await store.save({ record: aRecord({ attempt: 2 }) });
    expect((await store.load()).record).toEqual(aRecord({ attempt: 2 }));
  });

  it('is written by one of two drivers only', async () => {
    await stored(aRecord());
    const other = createRecordStore(stub.client, 'istio-system');
    await other.load();
    await other.save({ lease: null });
    await expect(store.save({ record: aRecord({ attempt: 2 }) })).rejects.toBeInstanceOf(
      RecordConflictError,
    );
    expect((await store.load()).record).toEqual(aRecord());
  });

  it('tells people where the rollout stands', async () => {
    const { data = {} } = await stored(aRecord());
    expect(data['summary']?.split('\n')).toEqual([
      'rollout: 1-30 to 1-31, attempt 1',
      'phase: moving',
      'wave: web (1 of 1 released)',
      'status: wave 1/1 web: moving',
      'namespaces: 1',
      'plan: h',
      '',
    ]);
    expect(data['schema']).toBe('4');
  });

  it(
    'of 10,000 namespaces takes no more than 256 KiB, and is whole',
    async () => {
      const record = aLargeRecord(10_000);
      expect(sizeProblems(record)).toEqual([]);
      expect(sizeOf(await stored(record))).toBeLessThanOrEqual(MOST_BYTES);
      expect((await store.load()).record).toEqual(record);
    },
    LARGE_MS,
  );

  it(
    'that is too large is refused with the count, and what was there stays',
    async () => {
      const record = aLargeRecord(14_000);
      expect(sizeProblems(record)).toEqual([
        expect.stringMatching(
          /^waves: 14000 namespaces are too many .* of at most 245760; leave out /,
        ),
      ]);
      await stored(aRecord());
      await expect(store.save({ record })).rejects.toBeInstanceOf(RecordTooLargeError);
      expect((await store.load()).record).toEqual(aRecord());
    },
    LARGE_MS,
  );

  const good = encodeRecord(aRecord(), {});
  const with_ = (data: Record<string, string>) => ({ ...good, data: { ...good.data, ...data } });
  const without = (key: string) => {
    const { [key]: _gone, ...data } = good.data ?? {};
    return { ...good, data };
  };
  const payload = good.binaryData?.['record'] ?? '';
  const flipped = Buffer.from(payload, 'base64');
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  const one = (record: object) => ({ data: { 'record.json': JSON.stringify(record) } });

  it.each<[string, RecordData, string]>([
    [
      'a byte that changed',
      { ...good, binaryData: { record: flipped.toString('base64') } },
      'key record: it was edited',
    ],
    [
      'a record cut short',
      { ...good, binaryData: { record: payload.slice(0, 40) } },
      'key record: it was edited',
    ],
    ['no record', { ...good, binaryData: {} }, 'key record: it is missing'],
    ['an edited summary', with_({ summary: 'phase: done\n' }), 'key summary: it was edited'],
    ['an edited digest', with_({ sha256: '' }), 'key record: it was edited'],
    ['no digest', without('sha256'), 'key sha256: it is missing'],
    ['no schema', without('schema'), 'key schema: it is missing'],
    ['no summary', without('summary'), 'key summary: it is missing'],
    ['a schema that is none', with_({ schema: 'two' }), 'key schema: found "two"'],
    ['a lease that is none', with_({ 'lease.json': '{' }), 'key lease.json: it is not readable'],
    [
      'an older record beside it',
      with_({ 'record.json': '{}' }),
      'key record.json: an older version wrote a second record',
    ],
    [
      'an older record that is none',
      { data: { 'record.json': '{' } },
      'key record.json: it is not readable',
    ],
    ['an older record of no schema', one({}), 'key record.json: found schema undefined'],
  ])('with %s is refused, with the key and what to do', async (_what, values, problem) => {
    holder.put(values);
    const refused = store.load();
    await expect(refused).rejects.toBeInstanceOf(RecordCorruptError);
    await expect(refused).rejects.toThrow(
      `ConfigMap istio-system/istio-revisions-rollout, ${problem}`,
    );
    await expect(refused).rejects.toThrow(/; (?:restore the ConfigMap|remove this key)/);
  });

  it('of a newer version is refused, and left as it is', async () => {
    holder.put(with_({ schema: '5' }));
    await expect(store.load()).rejects.toThrow(
      /key schema: the record has schema 5, this version reads schema 4; go on with the version that wrote it/,
    );
    expect(holder.held?.data?.['schema']).toBe('5');
  });

  it('of schema 3 is gone on with as it is, since that lacked waves of the Gateway API alone', async () => {
    const { data, binaryData } = encodeRecord(aRecord(), {});
    holder.put({ data: { ...data, schema: '3' }, ...(binaryData && { binaryData }) });
    expect((await store.load()).record).toEqual(aRecord());
  });

  it('of an older version is read when its rollout has ended, and stored anew', async () => {
    const { plan } = aRecord();
    const old = { ...plan, approvalSeconds: 0 };
    const ended = aRecord({ phase: 'done', retired: ['1-30'], plan: old });
    holder.put(one({ schema: 1, ...ended }));
    const { record } = await store.load();
    // What plans got since has the value that changes nothing.
    expect(record).toEqual({
      ...ended,
      plan: { ...ended.plan, stragglers: 'hold', restartFrom: false },
    });
    await store.save({ record: { ...ended, attempt: 2 } });
    expect(Object.keys(holder.held?.data ?? {})).toEqual(['schema', 'summary', 'sha256']);
    expect((await store.load()).record?.attempt).toBe(2);
  });

  it('of schema 2 is read when its rollout has ended: its gateways were changed in place', async () => {
    const wave = aGatewayWave();
    const { name, kind, gateways, soakSeconds, approval } = wave;
    const before = { name, kind, gateways, soakSeconds, approval } as FrozenWave;
    const recordOf = (...waves: FrozenWave[]) =>
      aRecord({ phase: 'done', plan: { ...aRecord().plan, waves } });
    const asTwo = (stored: RolloutRecord) => {
      const { data, binaryData } = encodeRecord(stored, {});
      return { data: { ...data, schema: '2' }, ...(binaryData && { binaryData }) };
    };
    holder.put(asTwo(recordOf(before)));
    const { record } = await store.load();
    const inPlace = gateways.map((gateway) => ({ ...gateway, inPlace: true }) as const);
    expect(record?.plan.waves).toEqual([{ ...wave, gateways: inPlace }]);
    holder.put(asTwo(aRecord()));
    await expect(store.load()).rejects.toThrow(/an older version began this rollout/);
  });

  it.each([
    ['under way', aRecord()],
    ['that went back in part', aRecord({ phase: 'rolled-back', kept: 1 })],
  ])('of an older version, of a rollout %s, is left to that version', async (_what, record) => {
    holder.put(one({ schema: 1, ...record }));
    await expect(store.load()).rejects.toThrow(
      /key record.json: an older version began this rollout; finish it, or let it go back, with that version/,
    );
  });
});
