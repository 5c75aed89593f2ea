import { request, type Server } from 'node:http';
import { openScrapeProxy } from '../../../lab/agent/scrape-proxy';
import { freePorts } from '../../../lab/processes';

/** Asks as Prometheus does through a proxy: with the whole address in the request line. */
function scrape(port: number, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the proxy that Prometheus scrapes through', () => {
  let server: Server;
  let port = 0;
  const asked: string[] = [];

  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    server = await openScrapeProxy(port, (address, target) => {
      asked.push(`${address}:${String(target)}`);
      if (address === '10.0.0.9') return Promise.reject(new Error('broken'));
      return Promise.resolve(address === '10.0.0.1' ? 'up 1\n' : null);
    });
  });

  afterAll(() => {
    server.close();
  });

  it('answers with the metrics of the pod at the address and port that were asked for', async () => {
    const answer = await scrape(port, 'http://10.0.0.1:15020/stats/prometheus');
    expect(answer).toEqual({ status: 200, text: 'up 1\n' });
    expect(asked).toContain('10.0.0.1:15020');
  });

  it.each([
    ['nobody is at the address', 'http://10.0.0.2:15020/stats/prometheus'],
    ['what is there fails', 'http://10.0.0.9:15020/stats/prometheus'],
    ['no address was named', '/stats/prometheus'],
  ])('answers 502, and goes on, when %s', async (_when, path) => {
    expect((await scrape(port, path)).status).toBe(502);
  });
});
