import { request } from 'node:https';
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { isUnknownKind } from '../lib/cluster/api-error';
import type { Body } from './provider/body';

/** An answer of the API server that is not a success. */
export class ApiAnswerError extends Error {
  override readonly name = 'ApiAnswerError';
  readonly status: number;

  constructor(status: number, text: string) {
    super(`the API server answered ${String(status)}: ${messageIn(text)}`);
    this.status = status;
  }
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

  /** Opens a cluster. */
  static open(config: KubeConfig): RawObjects {
    const objects = config.makeApiClient(RawObjects);
    objects.#config = config;
    return objects;
  }

  /** Sends an object as it is. @throws ApiAnswerError */
  async send(
    action: Action,
    body: Body,
    options: {
      query?: Readonly<Record<string, string>>;
      contentType?: string;
      content?: unknown;
    } = {},
  ): Promise<Body> {
    const path = new URL(await this.#path(body, action), this.#server());
    for (const [name, value] of Object.entries(options.query ?? {}))
      path.searchParams.set(name, value);
    const method = { create: 'POST', read: 'GET', patch: 'PATCH', delete: 'DELETE' }[action];
    const content = options.content === undefined ? undefined : JSON.stringify(options.content);
    const settings = {
      method,
      headers: { 'content-type': options.contentType ?? 'application/json' },
    };
    await this.#config.applyToHTTPSOptions(settings);
    return new Promise((resolve, reject) => {
      const sent = request(path, settings, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const status = response.statusCode ?? 0;
          if (status >= 300) reject(new ApiAnswerError(status, text));
          else resolve(JSON.parse(text) as Body);
        });
      });
      sent.on('error', reject);
      sent.end(content);
    });
  }

  async #path(body: Body, action: Action): Promise<string> {
    try {
      return await this.specUriPath(body, action);
    } catch (error) {
      throw isUnknownKind(error) ? new ApiAnswerError(404, error.message) : error;
    }
  }

  #server(): string {
    return this.#config.getCurrentCluster()?.server ?? '';
  }
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
