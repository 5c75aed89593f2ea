import { Agent, createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import { nodeHttp } from '../../../lib/cluster/node-http';

describe('requests to the API server', () => {
  let server: Server;
  let url: string;

  const serve = async (listener: RequestListener) => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  const send = async (context: RequestContext) => {
    const { httpStatusCode, headers, body } = await nodeHttp().send(context).toPromise();
    return { status: httpStatusCode, headers, text: await body.text() };
  };

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('read large compressed answers whole while others wait for the connection', async () => {
    const long = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => index));
    const zipped = gzipSync(long);
    await serve((_request, response) => {
      // In pieces, as the API server sends what it has not measured.
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(zipped.subarray(0, 1_000));
      response.end(zipped.subarray(1_000));
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => {
        const context = new RequestContext(url, HttpMethod.GET);
        context.setAgent(agent);
        return send(context);
      }),
    );
    agent.destroy();
    expect(answers.map(({ status, text }) => [status, text === long])).toEqual(
      answers.map(() => [200, true]),
    );
  });

  it('that delete one object after the other on a kept connection are all heard, with what they ask for', async () => {
    const heard: string[] = [];
    await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push(Buffer.concat(chunks).toString());
        response.end('{}');
      });
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bodies = ['{"preconditions":{"uid":"ä"}}', '{"preconditions":{"uid":"b"}}'];
    for (const body of bodies) {
      const context = new RequestContext(url, HttpMethod.DELETE);
      context.setBody(body);
      context.setAgent(agent);
      expect((await send(context)).status).toBe(200);
    }
    agent.destroy();
    expect(heard).toEqual(bodies);
  });

  it('carry their method, headers and body, and bring back the status and the headers', async () => {
    await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(409, { 'retry-after': '1' });
        const { method, headers } = request;
        response.end(`${method} ${headers['content-type']} ${Buffer.concat(chunks).toString()}`);
      });
    });
    const context = new RequestContext(url, HttpMethod.PATCH);
    context.setHeaderParam('content-type', 'application/json');
    context.setBody('{"ä":1}');
    expect(await send(context)).toMatchObject({
      status: 409,
      headers: { 'retry-after': '1' },
      text: 'PATCH application/json {"ä":1}',
    });
  });

  it('fail where an answer is really cut off', async () => {
    await serve((_request, response) => {
      response.writeHead(200);
      response.write('half an answer', () => response.destroy());
    });
    await expect(send(new RequestContext(url, HttpMethod.GET))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  it('end with their signal, also while the answer is read', async () => {
    await serve((_request, response) => {
      response.writeHead(200);
      response.write('half an answer');
    });
    const context = new RequestContext(url, HttpMethod.GET);
    context.setSignal(AbortSignal.timeout(50));
    await expect(send(context)).rejects.toThrow('aborted');
  });
});
