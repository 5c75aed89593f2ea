import {
  ApiAnswerError,
  type ManagedFields,
  type ObjectSender,
  type RawObject,
  type SendOptions,
} from '../../../lib/cluster/raw-objects';
import { withdrawManagers } from '../../../lib/cluster/withdraw-managers';

const OBJECT: RawObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'istiod-1-31', namespace: 'mesh' },
};

const fields = { 'f:spec': { 'f:replicas': {} } };
const HELM: ManagedFields = { manager: 'helm', operation: 'Update', fieldsV1: fields };
const OURS: ManagedFields = { manager: 'ours', operation: 'Apply', fieldsV1: fields };
const STATUS: ManagedFields = { ...HELM, subresource: 'status' };
const DEPLOYED: ManagedFields = { ...OURS, manager: 'istio-revisions-deploy' };

/** Reads the object in a version that rises with each read, tries an apply, and answers each write. */
class Server implements ObjectSender {
  readonly writes: SendOptions[] = [];
  readonly trials: SendOptions[] = [];
  reads = 0;
  readonly #entries: readonly ManagedFields[] | undefined;
  readonly #answers: (Error | null)[];

  constructor(entries: readonly ManagedFields[] | undefined, answers: (Error | null)[] = []) {
    this.#entries = entries;
    this.#answers = answers;
  }

  readonly send: ObjectSender['send'] = (action, _body, options) => {
    if (action === 'read') {
      const read = { resourceVersion: `v${String(++this.reads)}` };
      const managedFields = this.#entries === undefined ? {} : { managedFields: this.#entries };
      return Promise.resolve({
        ...OBJECT,
        metadata: { ...OBJECT.metadata, ...read, ...managedFields },
      });
    }
    expect(action).toBe('patch');
    if (options?.query?.['dryRun'] === 'All') {
      this.trials.push(options);
      const managedFields = [{ ...DEPLOYED, operation: 'Update' }, OURS, DEPLOYED, STATUS];
      return Promise.resolve({ ...OBJECT, metadata: { ...OBJECT.metadata, managedFields } });
    }
    this.writes.push(options ?? {});
    const refused = this.#answers.shift() ?? null;
    return refused === null ? Promise.resolve(OBJECT) : Promise.reject(refused);
  };
}

const conflict = () => new ApiAnswerError(409, '{"message":"the object has been modified"}');

beforeEach(() => {
  // The pauses between attempts are a random part of some milliseconds.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('managers that are withdrawn', () => {
  it('own nothing of the object any more, while everybody else owns what they did', async () => {
    const server = new Server([HELM, OURS, { ...HELM, manager: 'kubectl' }]);
    await withdrawManagers(server, OBJECT, ['helm', 'kubectl']);
    expect(server.writes).toEqual([
      {
        query: { fieldManager: 'istio-revisions-adopt' },
        contentType: 'application/merge-patch+json',
        content: { metadata: { resourceVersion: 'v1', managedFields: [OURS] } },
      },
    ]);
  });

  it('keep the status that they go on writing', async () => {
    const server = new Server([HELM, STATUS]);
    await withdrawManagers(server, OBJECT, ['helm']);
    expect(server.writes).toMatchObject([{ content: { metadata: { managedFields: [STATUS] } } }]);
  });

  it('leave what an apply of ours would own where they were the last: it would go to nobody else', async () => {
    const server = new Server([HELM]);
    await withdrawManagers(server, OBJECT, ['helm']);
    expect(server.trials).toEqual([
      {
        query: { fieldManager: 'istio-revisions-deploy', force: 'true', dryRun: 'All' },
        contentType: 'application/apply-patch+yaml',
        content: OBJECT,
      },
    ]);
    expect(server.writes).toMatchObject([{ content: { metadata: { managedFields: [DEPLOYED] } } }]);
  });

  it('leave it also where the API server would give everything to a manager from before the first apply', async () => {
    const server = new Server([]);
    await withdrawManagers(server, OBJECT, ['before-first-apply']);
    expect(server.writes).toMatchObject([{ content: { metadata: { managedFields: [DEPLOYED] } } }]);
  });

  it('leave it under the name that the object is applied with', async () => {
    const annotations = { 'pulumi.com/patchFieldManager': 'ours' };
    const server = new Server([HELM]);
    const object = { ...OBJECT, metadata: { ...OBJECT.metadata, annotations } };
    await withdrawManagers(server, object, ['helm']);
    expect(server.writes).toMatchObject([{ content: { metadata: { managedFields: [OURS] } } }]);
  });

  it('cost no write where they own nothing', async () => {
    for (const entries of [[OURS, STATUS], [], undefined]) {
      const server = new Server(entries);
      await withdrawManagers(server, OBJECT, ['helm']);
      expect([server.reads, server.trials, server.writes]).toEqual([1, [], []]);
    }
  });

  it('are withdrawn from the newest version where somebody wrote meanwhile', async () => {
    const server = new Server([HELM, OURS], [conflict(), conflict()]);
    await withdrawManagers(server, OBJECT, ['helm']);
    const versions = server.writes.map(
      ({ content }) =>
        (content as { metadata: { resourceVersion: string } }).metadata.resourceVersion,
    );
    expect(versions).toEqual(['v1', 'v2', 'v3']);
  });

  it('stay where the API server refuses, or never stops to change', async () => {
    const forbidden = new Server([HELM], [new ApiAnswerError(403, '{"message":"no"}')]);
    await expect(withdrawManagers(forbidden, OBJECT, ['helm'])).rejects.toThrow('403: no');
    expect(forbidden.writes).toHaveLength(1);
    const restless = new Server([HELM], Array.from({ length: 9 }, conflict));
    await expect(withdrawManagers(restless, OBJECT, ['helm'])).rejects.toThrow('modified');
    expect(restless.writes).toHaveLength(6);
  });
});
