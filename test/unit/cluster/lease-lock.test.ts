import { ApiException, type KubernetesObject, type V1Lease } from '@kubernetes/client-node';
import type { KubeClient } from '../../../lib/cluster/kube-client';
import { createLeaseLock, LeaseConflictError } from '../../../lib/cluster/lease-lock';

const NAME = { namespace: 'istio-system', name: 'istio-revisions-operator' };
const RECORD = {
  holder: 'me',
  durationSeconds: 15,
  acquiredAt: new Date('2030-01-01T00:00:00Z'),
  renewedAt: new Date('2030-01-01T00:00:02.500Z'),
  transitions: 3,
};

function clientThat(answer: (verb: string, object: KubernetesObject) => unknown): KubeClient {
  const call = (verb: string) => (object: KubernetesObject) =>
    new Promise((resolve) => {
      // The client hands times over as text.
      resolve(JSON.parse(JSON.stringify(answer(verb, object))));
    });
  const objects = { read: call('read'), create: call('create'), replace: call('replace') };
  return { objects } as unknown as KubeClient;
}

function refusal(code: number): ApiException<string> {
  return new ApiException(code, 'refused', '{"message":"no"}', {});
}

describe('a Lease', () => {
  it('that does not exist is read as nothing, one that cannot be read is not', async () => {
    const lockThat = (code: number) =>
      createLeaseLock(
        clientThat(() => {
          throw refusal(code);
        }),
        NAME,
      );
    expect(await lockThat(404).read()).toBeNull();
    await expect(lockThat(503).read()).rejects.toBeInstanceOf(ApiException);
  });

  it('is created where there was none, and replaced on the version that was read elsewhere', async () => {
    const sent: [string, V1Lease][] = [];
    const client = clientThat((verb, object) => {
      sent.push([verb, object]);
      return { ...object, metadata: { ...object.metadata, resourceVersion: '8' } };
    });
    const lock = createLeaseLock(client, NAME);
    const first = await lock.write(RECORD, null);
    expect(first).toEqual({ version: '8', record: RECORD });
    await lock.write(RECORD, first);
    expect(sent.map(([verb, { metadata }]) => [verb, metadata])).toEqual([
      ['create', NAME],
      ['replace', { ...NAME, resourceVersion: '8' }],
    ]);
    expect(JSON.parse(JSON.stringify(sent[0]?.[1].spec))).toEqual({
      holderIdentity: 'me',
      leaseDurationSeconds: 15,
      acquireTime: '2030-01-01T00:00:00.000000Z',
      renewTime: '2030-01-01T00:00:02.500000Z',
      leaseTransitions: 3,
    });
  });

  it('that says nothing has no holder', async () => {
    const lock = createLeaseLock(
      clientThat(() => ({ metadata: { resourceVersion: '2' } })),
      NAME,
    );
    expect(await lock.read()).toEqual({
      version: '2',
      record: { holder: '', durationSeconds: 0, acquiredAt: null, renewedAt: null, transitions: 0 },
    });
  });

  it.each([
    ['was written by somebody else', 409, true, true],
    ['was created by somebody else', 409, false, true],
    ['was deleted', 404, true, true],
    ['lies in a namespace that does not exist', 404, false, false],
    ['may not be written', 403, true, false],
  ])('that %s is a conflict or not', async (_what, code, existed, isConflict) => {
    const lock = createLeaseLock(
      clientThat(() => {
        throw refusal(code);
      }),
      NAME,
    );
    const write = lock.write(RECORD, existed ? { version: '1', record: RECORD } : null);
    await expect(write).rejects.toBeInstanceOf(isConflict ? LeaseConflictError : ApiException);
  });
});
