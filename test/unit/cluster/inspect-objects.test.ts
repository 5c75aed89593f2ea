import {
  inspectObjects,
  InspectionError,
  type DesiredObject,
  type InspectedObject,
} from '../../../lib/cluster/inspect-objects';
import {
  ApiAnswerError,
  type ObjectSender,
  type RawObject,
  type SendOptions,
} from '../../../lib/cluster/raw-objects';

const BODY: RawObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'mesh' },
  data: { mode: 'a' },
};
const LIVE: RawObject = { ...BODY, data: { mode: 'old' } };
const APPLIED: RawObject = { ...BODY, data: { mode: 'a', added: 'by admission' } };

interface Sent {
  readonly action: string;
  readonly name: string;
  readonly query: SendOptions['query'];
  readonly options: SendOptions;
}

/** An API server by hand; what it throws is what it answers. */
class Server implements ObjectSender {
  readonly sent: Sent[] = [];
  readonly #answer: (sent: Sent, count: number) => RawObject;
  busy = 0;
  busiest = 0;

  constructor(answer: (sent: Sent, count: number) => RawObject) {
    this.#answer = answer;
  }

  readonly send: ObjectSender['send'] = async (action, { metadata }, given) => {
    const options = given ?? {};
    const sent = { action, name: metadata.name, query: options.query, options };
    this.sent.push(sent);
    const count = this.sent.filter((one) => one.action === action && one.name === metadata.name);
    this.busiest = Math.max(this.busiest, ++this.busy);
    await Promise.resolve();
    this.busy--;
    return this.#answer(sent, count.length);
  };
}

function refusal(status: number, message: string, causes: readonly object[] = []): ApiAnswerError {
  return new ApiAnswerError(status, JSON.stringify({ message, details: { causes } }));
}

function throws(error: Error): never {
  throw error;
}

const conflict = refusal(409, 'Apply failed with 2 conflicts', [
  {
    reason: 'FieldManagerConflict',
    message: 'conflict with "kubectl-edit" using v1',
    field: '.data.mode',
  },
  {
    reason: 'FieldManagerConflict',
    message: 'conflict with "kube-controller-manager" with subresource "scale" using apps/v1',
    field: '.spec.replicas',
  },
]);

/** Reads `live`, or what it throws; applies by another function. */
function aServer(
  apply: (sent: Sent, count: number) => RawObject,
  read: (sent: Sent, count: number) => RawObject = () => LIVE,
): Server {
  return new Server((sent, count) => (sent.action === 'read' ? read : apply)(sent, count));
}

async function inspected(server: Server, body = BODY): Promise<InspectedObject> {
  const found = await inspectObjects(server, [{ key: 'k', body }]);
  return found.get('k')!;
}

beforeEach(() => {
  // The pauses between attempts are a random part of some milliseconds.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an object that is looked at', () => {
  it('is read, and written as a dry run that forces nothing', async () => {
    const server = aServer(() => APPLIED);
    expect(await inspected(server)).toEqual({
      key: 'k',
      live: LIVE,
      applied: APPLIED,
      conflicts: [],
      refusal: null,
      untried: null,
    });
    expect(server.sent.map(({ action }) => action)).toEqual(['read', 'patch']);
    expect(server.sent[1]?.options).toEqual({
      query: { fieldManager: 'istio-revisions-deploy', force: 'false', dryRun: 'All' },
      contentType: 'application/apply-patch+yaml',
      content: BODY,
    });
  });

  it('is written by the manager that it names itself', async () => {
    const server = aServer(() => APPLIED);
    const annotations = { 'pulumi.com/patchFieldManager': 'istio-revisions' };
    await inspected(server, { ...BODY, metadata: { ...BODY.metadata, annotations } });
    expect(server.sent[1]?.query).toMatchObject({ fieldManager: 'istio-revisions' });
  });

  it('is never written but as a dry run, whatever is answered', async () => {
    const answers = [conflict, refusal(422, 'immutable'), refusal(404, 'no kind')];
    for (const answer of answers) {
      const server = aServer(() => throws(answer));
      await inspected(server);
      const writes = server.sent.filter(({ action }) => action !== 'read');
      expect(writes.filter(({ query }) => query?.['dryRun'] !== 'All')).toEqual([]);
    }
  });

  it('may be nowhere', async () => {
    const absent = () => throws(refusal(404, 'configmaps "settings" not found'));
    expect(await inspected(aServer(() => APPLIED, absent))).toMatchObject({
      live: null,
      applied: APPLIED,
      untried: null,
    });
  });
});

describe('a write could not be tried', () => {
  const untried = async (answer: ApiAnswerError) => inspected(aServer(() => throws(answer)));

  it.each([
    [404, 'Unrecognized API version and kind: networking.istio.io/v1 Gateway'],
    [404, 'namespaces "mesh" not found'],
    [500, 'Internal error occurred: failed calling webhook "rev.validation.istio.io": refused'],
    [400, 'admission webhook "x" does not support dry run'],
  ])('where the API server answers %d: %s', async (status, message) => {
    const found = await untried(refusal(status, message));
    expect(found).toMatchObject({
      live: LIVE,
      applied: null,
      refusal: null,
      untried: `the API server answered ${String(status)}: ${message}`,
    });
  });

  it('and is not tried again', async () => {
    const server = aServer(() => throws(refusal(500, 'failed calling webhook "x"')));
    await inspected(server);
    expect(server.sent).toHaveLength(2);
  });
});

describe('a field that somebody else owns', () => {
  it('is named with its owner, and the write is tried by force to see what it would make', async () => {
    const server = aServer(({ query }) =>
      query?.['force'] === 'true' ? APPLIED : throws(conflict),
    );
    expect(await inspected(server)).toEqual({
      key: 'k',
      live: LIVE,
      applied: APPLIED,
      conflicts: [
        { manager: 'kubectl-edit', field: '.data.mode' },
        { manager: 'kube-controller-manager', field: '.spec.replicas' },
      ],
      refusal: null,
      untried: null,
    });
    expect(server.sent.map(({ query }) => query?.['force'])).toEqual([undefined, 'false', 'true']);
  });

  it('does not hide that the write would be refused, or could not be tried, even by force', async () => {
    const second = (error: Error) =>
      inspected(aServer(({ query }) => throws(query?.['force'] === 'true' ? error : conflict)));
    const conflicts = [{ manager: 'kubectl-edit' }, { manager: 'kube-controller-manager' }];
    expect(await second(refusal(422, 'field is immutable'))).toMatchObject({
      applied: null,
      conflicts,
      refusal: 'the API server answered 422: field is immutable',
    });
    expect(await second(refusal(500, 'failed calling webhook "x"'))).toMatchObject({
      applied: null,
      conflicts,
      untried: expect.stringContaining('failed calling webhook') as unknown,
    });
  });

  it('is no conflict of fields where the API server names none', async () => {
    const gone = refusal(409, 'Precondition failed: UID in precondition', [
      { reason: 'Other', message: 'conflict with "x"', field: '.data' },
    ]);
    const server = aServer(() => throws(gone));
    expect(await inspected(server)).toMatchObject({
      conflicts: [],
      refusal: 'the API server answered 409: Precondition failed: UID in precondition',
    });
    expect(server.sent).toHaveLength(2);
  });
});

it.each([
  [422, 'Deployment "istiod" is invalid: spec.selector: field is immutable'],
  [403, 'User "x" cannot patch resource "configmaps"'],
  [400, 'admission webhook "x" denied the request'],
])('a write is refused where the API server answers %d: %s', async (status, message) => {
  const server = aServer(() => throws(refusal(status, message)));
  expect(await inspected(server)).toMatchObject({
    live: LIVE,
    applied: null,
    refusal: `the API server answered ${String(status)}: ${message}`,
    untried: null,
  });
  expect(server.sent).toHaveLength(2);
});

describe('an API server that fails for a moment', () => {
  it.each([
    ['is too busy', refusal(429, 'too many requests')],
    ['answers 500', refusal(500, 'etcd leader changed')],
    ['answers 503', refusal(503, 'unavailable')],
    ['says that another write came between', refusal(409, 'the object has been modified')],
    ['does not answer', new Error('socket hang up')],
  ])('is asked again where it %s', async (_how, error) => {
    const twice = (answer: RawObject) => (_sent: Sent, count: number) =>
      count < 3 ? throws(error) : answer;
    const server = aServer(twice(APPLIED), twice(LIVE));
    expect(await inspected(server)).toMatchObject({ live: LIVE, applied: APPLIED });
    expect(server.sent).toHaveLength(6);
  });

  it('is given up after eight attempts, or twelve where it asked to wait, naming every object: what is unread is neither same nor absent', async () => {
    const names = ['b', 'a', 'fine'];
    const objects: DesiredObject[] = names.map((name) => ({
      key: name,
      body: { ...BODY, metadata: { name } },
    }));
    const server = aServer(
      ({ name }) => (name === 'b' ? throws(refusal(500, 'no leader')) : APPLIED),
      ({ name }) => (name === 'a' ? throws(refusal(429, 'too many')) : LIVE),
    );
    const failed = inspectObjects(server, objects);
    await expect(failed).rejects.toThrow(InspectionError);
    await expect(failed).rejects.toMatchObject({
      problems: [
        'ConfigMap a: the API server answered 429: too many',
        'ConfigMap b: the API server answered 500: no leader',
      ],
      message: expect.stringMatching(
        /^the cluster could not be read:\n {2}ConfigMap a: .*\n/,
      ) as unknown,
    });
    const attempts = server.sent.filter(({ name, action }) => name === 'a' && action === 'read');
    expect(attempts).toHaveLength(12);
    const writes = server.sent.filter(({ name, action }) => name === 'b' && action === 'patch');
    expect(writes).toHaveLength(8);
    expect(server.sent.filter(({ name }) => name === 'fine')).toHaveLength(2);
  });

  it('is not asked again where it forbids to read', async () => {
    const server = aServer(
      () => APPLIED,
      () => throws(refusal(403, 'cannot get')),
    );
    await expect(inspected(server)).rejects.toThrow(
      'ConfigMap settings: the API server answered 403',
    );
    expect(server.sent).toHaveLength(1);
  });
});

it('many objects are looked at side by side, each once, but not all at the same time', async () => {
  const objects = Array.from({ length: 100 }, (_, index) => ({
    key: `k${String(index)}`,
    body: { ...BODY, metadata: { name: `n${String(index)}` } },
  }));
  const server = aServer(() => APPLIED);
  const found = await inspectObjects(server, objects);
  expect([...found.keys()].sort()).toEqual(objects.map(({ key }) => key).sort());
  expect(server.sent).toHaveLength(200);
  expect(server.busiest).toBe(16);
});
