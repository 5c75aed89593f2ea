import { readStatus, writeStatus } from '../../../lib/cluster/status-writer';
import { operatorStatus } from '../../../lib/rollout/status/operator-status';
import { OPERATOR_STATUS } from '../../../lib/rollout/status/read-operator-status';
import { aStatusInput } from '../../support/status-builders';
import { StubApiServer, type StubAnswer } from '../../support/stub-api-server';

const ref = { namespace: 'mesh', name: 'istiod-1-31', uid: 'u1' };
const status = operatorStatus(aStatusInput());
const PATH = '/apis/install.istio.io/v1alpha1/namespaces/mesh/istiooperators/istiod-1-31';

const STORED = { uid: 'u1', generation: 3, resourceVersion: '7' };

let server: StubApiServer | undefined;
/** Answers the requests with these in turn, then with the last one over and over. */
const open = async (...answers: readonly StubAnswer[]) => {
  let next = 0;
  server = await StubApiServer.start(() => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? { code: 500, message: 'none' };
    next += 1;
    return answer;
  });
  return server;
};
const stored = (found?: unknown, metadata: object = STORED): StubAnswer => ({
  code: 200,
  body: { metadata, status: found },
});
const fine: StubAnswer = { code: 200, body: {} };
afterEach(() => {
  server?.stop();
});

describe('a status', () => {
  it('is written by server-side apply to the subresource, under its own manager and for what was read alone', async () => {
    const { client, requests } = await open(stored(), fine);
    expect(await writeStatus(client, OPERATOR_STATUS, ref, status)).toEqual({ type: 'written' });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
    expect(requests[1]).toEqual({
      method: 'PATCH',
      path: `${PATH}/status`,
      query: { fieldManager: 'istio-revisions-status', fieldValidation: 'Strict', force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'install.istio.io/v1alpha1',
        kind: 'IstioOperator',
        metadata: { namespace: 'mesh', name: 'istiod-1-31', resourceVersion: '7' },
        status,
      },
    });
  });

  it('that is there already is not written, in whatever order its fields are read', async () => {
    const live = Object.fromEntries(Object.entries(status).reverse());
    const { client, requests } = await open(stored(live), fine);
    expect(await writeStatus(client, OPERATOR_STATUS, ref, status)).toEqual({ type: 'unchanged' });
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
    const read = { found: true, ...STORED, status: { ...status } } as const;
    expect(await writeStatus(client, OPERATOR_STATUS, ref, status, read)).toEqual({
      type: 'unchanged',
    });
    expect(requests).toHaveLength(1);
  });

  it('is written over what the caller has read, which is read again only where it changed since', async () => {
    const read = { found: true, ...STORED, status: null } as const;
    const once = await open(fine);
    expect(await writeStatus(once.client, OPERATOR_STATUS, ref, status, read)).toEqual({
      type: 'written',
    });
    expect(once.requests.map(({ method }) => method)).toEqual(['PATCH']);
    const newer = { ...STORED, resourceVersion: '8' };
    const conflict: StubAnswer = { code: 409, message: 'the object has been modified' };
    const twice = await open(conflict, stored(undefined, newer), fine);
    expect(await writeStatus(twice.client, OPERATOR_STATUS, ref, status, read)).toEqual({
      type: 'written',
    });
    expect(twice.requests.map(({ method }) => method)).toEqual(['PATCH', 'GET', 'PATCH']);
  });

  it('is read and written anew where the object changed in between', async () => {
    const conflict: StubAnswer = { code: 409, message: 'the object has been modified' };
    const newer = { ...STORED, resourceVersion: '8' };
    const { client, requests } = await open(stored(), conflict, stored(undefined, newer), fine);
    expect(await writeStatus(client, OPERATOR_STATUS, ref, status)).toEqual({ type: 'written' });
    expect(requests.at(-1)?.body).toMatchObject({ metadata: { resourceVersion: '8' } });
  });

  it('is given up where the object never stands still', async () => {
    const turns = Array.from({ length: 5 }, (): StubAnswer[] => [
      stored(),
      { code: 409, message: 'the object has been modified' },
    ]);
    const { client, requests } = await open(...turns.flat());
    await expect(writeStatus(client, OPERATOR_STATUS, ref, status)).rejects.toMatchObject({
      code: 409,
    });
    expect(requests).toHaveLength(10);
  });

  it.each([
    ['the object is gone', 'istiooperators "istiod-1-31" not found'],
    ['the kind is gone', 'the server could not find the requested resource'],
  ])('has nowhere to go where %s', async (_title, message) => {
    const gone = { type: 'gone', reason: `the API server answered 404: ${message}` };
    const before = await open({ code: 404, message });
    expect(await writeStatus(before.client, OPERATOR_STATUS, ref, status)).toEqual(gone);
    before.stop();
    const between = await open(stored(), { code: 404, message });
    expect(await writeStatus(between.client, OPERATOR_STATUS, ref, status)).toEqual(gone);
  });

  it('is not given to another object of the same name', async () => {
    const { client, requests } = await open(stored(undefined, { ...STORED, uid: 'u2' }), fine);
    expect(await writeStatus(client, OPERATOR_STATUS, ref, status)).toEqual({
      type: 'gone',
      reason: 'it was deleted, and another object has its name',
    });
    expect(requests).toHaveLength(1);
  });

  it.each([403, 422, 500])('that is refused with %i is an error', async (code) => {
    const { client } = await open(stored(), { code, message: 'no' });
    await expect(writeStatus(client, OPERATOR_STATUS, ref, status)).rejects.toMatchObject({ code });
  });

  it('is read with what it is about', async () => {
    const { client, requests } = await open(stored(status));
    expect(await readStatus(client, OPERATOR_STATUS, ref)).toEqual({
      found: true,
      ...STORED,
      status,
    });
    expect(requests[0]).toMatchObject({ method: 'GET', path: PATH });
  });

  it.each([
    ['nobody wrote one', undefined],
    ["Istio's own operator wrote it", { status: 'HEALTHY', componentStatus: {} }],
  ])('is none where %s', async (_title, found) => {
    const { client } = await open(stored(found));
    expect(await readStatus(client, OPERATOR_STATUS, ref)).toMatchObject({
      found: true,
      status: null,
    });
  });

  it('that cannot be read is not taken for none', async () => {
    const gone = await open({ code: 404, message: 'not found' });
    expect(await readStatus(gone.client, OPERATOR_STATUS, ref)).toEqual({
      found: false,
      reason: 'the API server answered 404: not found',
    });
    gone.stop();
    const { client } = await open({ code: 403, message: 'no' });
    await expect(readStatus(client, OPERATOR_STATUS, ref)).rejects.toMatchObject({ code: 403 });
  });
});
