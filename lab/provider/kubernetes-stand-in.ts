import { createHash } from 'node:crypto';
import type { provider } from '@pulumi/pulumi';
import { backOff } from 'exponential-backoff';
import { awaitGone, awaitReady } from './await-object';
import { changedFields, needsReplacement } from './diff-objects';
import { liveInputs } from './live-inputs';
import { NotReadyError } from './not-ready-error';
import { ApiAnswerError, type ObjectSender } from '../../lib/cluster/raw-objects';
import { hidden, revealed } from './secret-values';
import { takeOverCreated } from './take-over-created';
import { CREATE_MANAGER, type Body } from './body';

const AWAIT_MS = 5 * 60_000;

const READ_ONLY = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'uid',
];

/** What the state holds: the object as it was written, and how. */
interface State extends Body {
  readonly __inputs?: Body;
}

/**
 * The contract of the official Kubernetes provider, as far as this project uses it, for machines that cannot have the
 * plugin: create is a POST that answers AlreadyExists, update is a server-side apply under a manager of the resource's own,
 * `…Patch` kinds apply a part of an object that somebody else owns.
 *
 * Left out: server-side dry runs in previews; drift in fields that no input names, and in a Secret's `stringData`, which
 * cannot be read back.
 * @see https://github.com/pulumi/pulumi-kubernetes/tree/v4.34.2
 */
export function createStandIn(
  client: ObjectSender,
  version: string,
  awaitMs = AWAIT_MS,
): provider.Provider {
  return {
    version,
    check: (_urn, _olds, news: Body) => Promise.resolve({ inputs: withoutReadOnly(news) }),
    diff: (_id, _urn, state: State, inputs: Body) => {
      const olds = revealed(state);
      const news = revealed(inputs);
      const changed = changedFields(olds.__inputs ?? olds, news);
      const replaces = changed.filter((path) => needsReplacement(news.kind, path));
      return Promise.resolve({
        changes: changed.length > 0,
        replaces: [...new Set(replaces.map((path) => path.split('.')[0] ?? path))],
        deleteBeforeReplace: replaces.length > 0,
      });
    },
    create: async (urn, given: Body) => {
      const inputs = revealed(given);
      if (isPatch(urn)) await apply(client, urn, inputs);
      else await post(client, inputs);
      return { id: idOf(inputs), outs: await settle(client, idOf(inputs), inputs, awaitMs) };
    },
    update: async (id, urn, _olds, inputs: Body) => {
      const news = revealed(inputs);
      if (!isPatch(urn)) await takeOverCreated(client, news, managerOf(urn, news));
      await apply(client, urn, news);
      return { outs: await settle(client, id, news, awaitMs) };
    },
    delete: async (_id, urn, state: State) => {
      const props = revealed(state);
      const body = props.__inputs ?? props;
      if (isPatch(urn)) await apply(client, urn, identityOf(body));
      else await remove(client, body, awaitMs);
    },
    read: async (id, urn, state?: State) => readState(client, id, urn, revealed(state)),
  };
}

/** The state of an object that was written, once it is ready. @throws NotReadyError */
async function settle(
  client: ObjectSender,
  id: string,
  inputs: Body,
  awaitMs: number,
): Promise<Record<string, unknown>> {
  try {
    await awaitReady(client, inputs, awaitMs);
  } catch (error) {
    throw new NotReadyError(id, stateOf(inputs), error);
  }
  return stateOf(inputs);
}

/** What the API server alone may set is no input: the official provider drops it, even where it would be a precondition. */
function withoutReadOnly(body: Body): Body {
  const metadata = Object.entries(body.metadata).filter(([field]) => !READ_ONLY.includes(field));
  return { ...body, metadata: Object.fromEntries(metadata) as unknown as Body['metadata'] };
}

async function post(client: ObjectSender, body: Body): Promise<void> {
  await retried(() =>
    client.send('create', body, { query: { fieldManager: CREATE_MANAGER }, content: body }),
  );
}

async function apply(client: ObjectSender, urn: string, body: Body): Promise<void> {
  const force = body.metadata.annotations?.['pulumi.com/patchForce'] === 'true';
  await retried(() =>
    client.send('patch', body, {
      query: { fieldManager: managerOf(urn, body), force: String(force) },
      contentType: 'application/apply-patch+yaml',
      content: body,
    }),
  );
}

async function remove(client: ObjectSender, body: Body, awaitMs: number): Promise<void> {
  try {
    await client.send('delete', body, { query: { propagationPolicy: 'Background' } });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  await awaitGone(client, body, awaitMs);
}

/** For a refresh and for an import; an object that is gone has no id. */
async function readState(
  client: ObjectSender,
  id: string,
  urn: string,
  props: State | undefined,
): Promise<provider.ReadResult> {
  const body = props?.kind === undefined ? bodyOf(id, urn) : props;
  try {
    const live = await client.send('read', body);
    const recorded = props?.__inputs;
    const inputs =
      recorded === undefined
        ? identityOf(live)
        : liveInputs(recorded, live, await writtenAgain(client, urn, recorded));
    return { id, props: stateOf(inputs), inputs: withoutValues(inputs) };
  } catch (error) {
    if (statusOf(error) === 404) return { id: '', props: {} };
    throw error;
  }
}

/** What would live if the recorded inputs were written again; they themselves where the API server refuses them. */
async function writtenAgain(client: ObjectSender, urn: string, recorded: Body): Promise<Body> {
  try {
    return await client.send('patch', recorded, {
      query: { fieldManager: managerOf(urn, recorded), force: 'true', dryRun: 'All' },
      contentType: 'application/apply-patch+yaml',
      content: recorded,
    });
  } catch (error) {
    if (statusOf(error) === 0) throw error;
    return recorded;
  }
}

/** A kind that was just defined is unknown for a moment, and a busy server asks to come again. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  return backOff(work, {
    numOfAttempts: 6,
    startingDelay: 300,
    jitter: 'full',
    retry: (error: unknown) => {
      const status = statusOf(error);
      return status === 404 || status === 429 || status >= 500;
    },
  });
}

function statusOf(error: unknown): number {
  return error instanceof ApiAnswerError ? error.status : 0;
}

function stateOf(inputs: Body): Record<string, unknown> {
  const kept = inputs.kind === 'Secret' ? hidden(inputs) : inputs;
  return { ...withoutValues(inputs), __inputs: kept };
}

/** What may be seen of an object: all of it but what a Secret holds. */
function withoutValues(body: Body): Record<string, unknown> {
  if (body.kind !== 'Secret') return { ...body };
  const { data, stringData, ...open } = body as Body & Record<string, unknown>;
  return {
    ...open,
    ...(data === undefined ? {} : { data: hidden(data) }),
    ...(stringData === undefined ? {} : { stringData: hidden(stringData) }),
  };
}

function identityOf({ apiVersion, kind, metadata: { name, namespace } }: Body): Body {
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } };
}

function idOf({ metadata: { name, namespace } }: Body): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function bodyOf(id: string, urn: string): Body {
  const [, groupVersion = '', kind = ''] = typeOf(urn).split(':');
  const [first = '', second] = id.split('/');
  return identityOf({
    apiVersion: groupVersion.replace(/^core\//, ''),
    kind: kind.replace(/Patch$/, ''),
    metadata: second === undefined ? { name: first } : { namespace: first, name: second },
  });
}

function isPatch(urn: string): boolean {
  return typeOf(urn).endsWith('Patch');
}

function typeOf(urn: string): string {
  return (urn.split('::')[2] ?? '').split('$').pop() ?? '';
}

function managerOf(urn: string, body: Body): string {
  const own = createHash('sha256').update(urn).digest('hex').slice(0, 8);
  return body.metadata.annotations?.['pulumi.com/patchFieldManager'] ?? `${CREATE_MANAGER}-${own}`;
}
