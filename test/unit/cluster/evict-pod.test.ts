import { actuate } from '../../../lib/cluster/actuator';
import { StubApiServer, type StubAnswer } from '../../support/stub-api-server';

const action = {
  type: 'evict',
  kind: 'StatefulSet',
  namespace: 'shop',
  name: 'db',
  pod: 'db-1',
  uid: 'uid-db-1',
  reason: '',
} as const;

/** An eviction asks for no tag. */
const noTags = () => Promise.reject(new Error('not asked for'));

async function evictWhere(answer: StubAnswer) {
  const stub = await StubApiServer.start(() => answer);
  try {
    await actuate(stub.client, action, new Date(0), { tagObjects: noTags });
  } finally {
    stub.stop();
  }
  return stub.requests;
}

describe('evicting a pod', () => {
  it('asks for it by the eviction API, which respects disruption budgets, and only for the pod that was meant', async () => {
    const done = { code: 201, body: { kind: 'Status', status: 'Success' } };
    expect(await evictWhere(done)).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/namespaces/shop/pods/db-1/eviction',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'db-1', namespace: 'shop' },
          deleteOptions: { preconditions: { uid: 'uid-db-1' } },
        },
      },
    ]);
  });

  it.each([
    [404, 'pods "db-1" not found'],
    [409, 'the UID in the precondition (uid-db-1) does not match'],
  ])('is done where the pod is gone, or is another by now: %d', async (code, message) => {
    expect(await evictWhere({ code, message })).toHaveLength(1);
  });

  it('fails while a disruption budget allows none', async () => {
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    await expect(evictWhere({ code: 429, message })).rejects.toThrow('disruption budget');
  });
});
