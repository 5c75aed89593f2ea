import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What makes two requests for one address different: who asks, and in which form. */
const TELLING_HEADERS = ['accept', 'accept-encoding', 'authorization'] as const;

/** Of the connection, not of the answer. */
const HOP_HEADERS = ['connection', 'keep-alive', 'transfer-encoding'];

/** First answers to requests, to be given again. */
export class RememberedAnswers {
  readonly #answers = new Map<string, Answer>();

  /** Answers as an identical request was answered. @returns whether there was one */
  replay(request: IncomingMessage, response: ServerResponse): boolean {
    const answer = this.#answers.get(keyOf(request));
    if (answer === undefined) return false;
    response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length });
    response.end(answer.body);
    return true;
  }

  /** Keeps a success once it is read whole; the first one stays. */
  record(request: IncomingMessage, answer: IncomingMessage): void {
    if (answer.statusCode !== 200) return;
    const key = keyOf(request);
    const headers = Object.fromEntries(
      Object.entries(answer.headers).filter(([name]) => !HOP_HEADERS.includes(name)),
    );
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('end', () => {
      if (!this.#answers.has(key)) this.#answers.set(key, { headers, body: Buffer.concat(chunks) });
    });
  }
}

function keyOf({ url, headers }: IncomingMessage): string {
  return JSON.stringify([url, ...TELLING_HEADERS.map((name) => headers[name])]);
}
