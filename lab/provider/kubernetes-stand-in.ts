import { createHash } from 'node:crypto';
import type { provider } from '@pulumi/pulumi';
import { backOff } from 'exponential-backoff';
import { awaitGone, awaitReady } from './await-object';
import { changedFields, needsReplacement } from './diff-objects';
import { ApiAnswerError, type RawObjects } from '../raw-objects';
import { hidden, revealed } from './secret-values';
import { takeOverCreated } from './take-over-created';
import { CREATE_MANAGER, type Body } from './body';

/** What the state holds: the object as it was written, and how. */
interface State extends Body {
  readonly __inputs?: Body;
}

/**
 * The contract of the official Kubernetes provider, as far as this project uses it, for machines that cannot have the
 * plugin: create is a POST that answers AlreadyExists, update is a server-side apply under a manager of the resource's own,
 * `…Patch` kinds apply a part of an object that somebody else owns.
 *
 * Left out: server-side dry runs in previews, drift in refreshes.
 * @see https://github.com/pulumi/pulumi-kubernetes/tree/v4.34.2
 */
export function createStandIn(client: RawObjects, version: string): provider.Provider {
  return {
    version,
    check: (_urn, _olds, news: Body) => Promise.resolve({ inputs: news }),
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
      await awaitReady(client, inputs);
      return { id: idOf(inputs), outs: stateOf(inputs) };
    },
    update: async (_id, urn, _olds, inputs: Body) => {
      const news = revealed(inputs);
      if (!isPatch(urn)) await takeOverCreated(client, news, managerOf(urn, news));
      await apply(client, urn, news);
      await awaitReady(client, news);
      return { outs: stateOf(news) };
    },
    delete: async (_id, urn, state: State) => {
      const props = revealed(state);
      const body = props.__inputs ?? props;
      if (isPatch(urn)) await apply(client, urn, identityOf(body));
      else await remove(client, body);
    },
    read: async (id, urn, state?: State) => readState(client, id, urn, revealed(state)),
  };
}

async function post(client: RawObjects, body: Body): Promise<void> {
  await retried(() =>
    client.send('create', body, { query: { fieldManager: CREATE_MANAGER }, content: body }),
  );
}

async function apply(client: RawObjects, urn: string, body: Body): Promise<void> {
  const force = body.metadata.annotations?.['pulumi.com/patchForce'] === 'true';
  await retried(() =>
    client.send('patch', body, {
      query: { fieldManager: managerOf(urn, body), force: String(force) },
      contentType: 'application/apply-patch+yaml',
      content: body,
    }),
  );
}

async function remove(client: RawObjects, body: Body): Promise<void> {
  try {
    await client.send('delete', body, { query: { propagationPolicy: 'Background' } });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
  await awaitGone(client, body);
}

/** For a refresh and for an import; an object that is gone has no id. */
async function readState(
  client: RawObjects,
  id: string,
  urn: string,
  props: State | undefined,
): Promise<provider.ReadResult> {
  const body = props?.kind === undefined ? bodyOf(id, urn) : props;
  try {
    const live = await client.send('read', body);
    const inputs = props?.__inputs ?? identityOf(live);
    return { id, props: stateOf(inputs), inputs: withoutValues(inputs) };
  } catch (error) {
    if (statusOf(error) === 404) return { id: '', props: {} };
    throw error;
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
