import type { IncomingMessage } from 'node:http';
import { ApiException, type KubeConfig } from '@kubernetes/client-node';
import { apiGet, apiGetJson, type ApiQuery } from './api-get';
import { messageOf, statusOf } from './api-error';
import type { WatchedObject, WatchEvent } from './watch-state';

const PAGE_SIZE = 500;

/** Which objects to follow. */
export interface WatchTarget {
  /** Group and version, such as `install.istio.io/v1alpha1`; the version alone for the core group. */
  readonly apiVersion: string;
  /** Name of the kind in paths, such as `istiooperators`. */
  readonly plural: string;
  /** Absent means all namespaces. */
  readonly namespace?: string;
  /** Such as `app=istiod`; absent means all objects. */
  readonly labelSelector?: string;
  /** Such as `metadata.name=istio-ca-root-cert`; absent means all objects. */
  readonly fieldSelector?: string;
}

/** What a running watch delivers. */
export type StreamEvent<T> = Extract<WatchEvent<T>, { type: 'changed' | 'bookmark' }>;

/** One way to list and to watch the objects of a kind. */
export interface WatchSource<T> {
  /** Every object now, and the version from which a watch goes on. */
  list(signal: AbortSignal): Promise<Omit<Extract<WatchEvent<T>, { type: 'listed' }>, 'type'>>;
  /**
   * Follows changes since a version. Resolves when the API server ends it.
   *
   * @throws WatchCutError when it breaks after it was opened.
   * @throws ApiException when it is refused, then or later.
   */
  watch(
    from: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    on: { readonly opened: () => void; readonly event: (event: StreamEvent<T>) => void },
    signal: AbortSignal,
  ): Promise<void>;
}

/** Thrown when the connection of an open watch breaks. */
export class WatchCutError extends Error {
  override readonly name = 'WatchCutError';
}

/** Lists and watches through the Kubernetes API. Objects are JSON as the API server sent it, from both alike. */
export function createWatchSource<T extends WatchedObject>(
  config: KubeConfig,
  target: WatchTarget,
): WatchSource<T> {
  const path = pathOf(target);
  const { labelSelector, fieldSelector } = target;
  const selectors = { labelSelector, fieldSelector };
  return {
    list: async (signal) => {
      try {
        return await list(config, path, selectors, signal);
      } catch (error) {
        throw statusOf(error) === 404 ? unserved(target) : error;
      }
    },
    watch: async ({ resourceVersion, timeoutSeconds }, on, signal) => {
      const query = {
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion,
        timeoutSeconds,
        ...selectors,
      };
      const response = await apiGet(config, path, query, signal);
      on.opened();
      for await (const line of linesOf(response)) {
        const event = parseLine<T>(line);
        if (event !== null) on.event(event);
      }
    },
  };
}

function pathOf({ apiVersion, plural, namespace }: WatchTarget): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${plural}`;
}

/** The API server says only that there is no such page. */
function unserved({ apiVersion, plural }: WatchTarget): ApiException<object> {
  const message = `it serves no ${plural} of ${apiVersion}; install their CRD`;
  return new ApiException(404, 'Unsuccessful HTTP Request', { message }, {});
}

interface Page<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

async function list<T>(config: KubeConfig, path: string, selectors: ApiQuery, signal: AbortSignal) {
  const objects: T[] = [];
  let token: string | undefined;
  for (;;) {
    const query = { limit: PAGE_SIZE, continue: token, ...selectors };
    const { metadata, items } = (await apiGetJson(config, path, query, signal)) as Page<T>;
    objects.push(...items);
    token = metadata.continue === '' ? undefined : metadata.continue;
    if (token === undefined) return { objects, resourceVersion: metadata.resourceVersion };
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of response) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new WatchCutError(`the watch broke: ${messageOf(error)}`);
  }
}

/** One line of a watch; `null` for a kind of event that says nothing to us. */
function parseLine<T>(line: string): StreamEvent<T> | null {
  const { type, object } = parse(line);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: 'changed', change: type, object: object as T };
    case 'BOOKMARK':
      return {
        type: 'bookmark',
        resourceVersion: (object as WatchedObject).metadata.resourceVersion,
      };
    case 'ERROR':
      throw new ApiException((object as { code?: number }).code ?? 500, 'watch', object, {});
    default:
      return null;
  }
}

function parse(line: string): { readonly type: string; readonly object: unknown } {
  try {
    return JSON.parse(line) as { readonly type: string; readonly object: unknown };
  } catch (error) {
    throw new WatchCutError(`the watch sent what cannot be read: ${messageOf(error)}`);
  }
}
