import { request as requestInTheOpen } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { KubeConfig, KubernetesObjectApi, type KubernetesObject } from '@kubernetes/client-node';
import { apiConfiguration, REQUEST_TIMEOUT_MS } from './api-configuration';
import { isUnknownKind } from './api-error';
import { keepConnections } from './kept-connections';
import { lengthOf } from './length-of';

/** An object as it is sent and answered. */
export interface RawObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: RawMetadata;
  readonly [field: string]: unknown;
}

/** What every object has. */
export interface RawMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly resourceVersion?: string;
  readonly managedFields?: readonly ManagedFields[];
  readonly ownerReferences?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
  }[];
}

/** Who wrote which fields of an object. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
}

/** One reason in a refusal, such as a field that somebody else owns. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What the API server says of a failure. */
interface StatusAnswer {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly StatusCause[] } | null;
}

/** An answer of the API server that is not a success. */
export class ApiAnswerError extends Error {
  override readonly name = 'ApiAnswerError';
  readonly status: number;
  readonly causes: readonly StatusCause[];

  constructor(status: number, text: string) {
    const answer = parse(text) as StatusAnswer | null;
    super(`the API server answered ${String(status)}: ${answer?.message ?? text}`);
    this.status = status;
    this.causes = answer?.details?.causes ?? [];
  }
}

/** What to send beside the object's path. */
export interface SendOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly content?: unknown;
}

/** What can be asked to read and write objects. */
export type ObjectSender = Pick<RawObjects, 'send'>;

/** Which of the API server's paths a request goes to. */
type Action = 'create' | 'read' | 'patch' | 'delete';

/**
 * Objects exactly as they are given: the client's typed calls rewrite known kinds by their own schema and lose what it does
 * not name, such as the dashed keys in a CRD's schema.
 */
export class RawObjects extends KubernetesObjectApi {
  #config = new KubeConfig();
  readonly #agentFor = keepConnections();

  /** Opens a cluster. */
  static open(config: KubeConfig): RawObjects {
    const server = config.getCurrentCluster()?.server ?? '';
    const objects = new RawObjects(apiConfiguration(config, server));
    objects.#config = config;
    return objects;
  }

  /** Sends an object as it is. @throws ApiAnswerError, or the error of a connection that failed. */
  async send(
    action: Action,
    body: Pick<RawObject, 'apiVersion' | 'kind' | 'metadata'>,
    options: SendOptions = {},
  ): Promise<RawObject> {
    // A server may lie below a path of its own, such as behind a proxy for many clusters.
    const path = new URL(`${this.#server()}${await this.#path(body, action)}`);
    for (const [name, value] of Object.entries(options.query ?? {}))
      path.searchParams.set(name, value);
    const content = options.content === undefined ? undefined : JSON.stringify(options.content);
    const method = { create: 'POST', read: 'GET', patch: 'PATCH', delete: 'DELETE' }[action];
    const settings: RequestOptions = {
      method,
      headers: {
        'content-type': options.contentType ?? 'application/json',
        ...lengthOf(content),
      },
    };
    await this.#config.applyToHTTPSOptions(settings);
    return answerTo(path, { ...settings, agent: this.#agentFor(settings.agent) }, content);
  }

  async #path(
    body: Pick<RawObject, 'apiVersion' | 'kind' | 'metadata'>,
    action: Action,
  ): Promise<string> {
    try {
      return await this.specUriPath(body as KubernetesObject, action);
    } catch (error) {
      throw isUnknownKind(error)
        ? new ApiAnswerError(404, JSON.stringify({ message: error.message }))
        : error;
    }
  }

  #server(): string {
    return (this.#config.getCurrentCluster()?.server ?? '').replace(/\/$/, '');
  }
}

function answerTo(
  path: URL,
  settings: RequestOptions,
  content: string | undefined,
): Promise<RawObject> {
  return new Promise((resolve, reject) => {
    const open = path.protocol === 'http:' ? requestInTheOpen : request;
    const sent = open(path, settings, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const status = response.statusCode ?? 0;
        const object = parse(text);
        if (status >= 300 || object === null) reject(new ApiAnswerError(status, text));
        else resolve(object as RawObject);
      });
    });
    sent.setTimeout(REQUEST_TIMEOUT_MS, () => {
      sent.destroy(
        new Error(`the API server did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`),
      );
    });
    sent.on('error', reject);
    sent.end(content);
  });
}

/** `null` where it is no object, such as the page of a proxy in between. */
function parse(text: string): object | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}
