import { Agent as PlainAgent } from 'node:http';
import { Agent } from 'node:https';
import { keepConnections } from '../../../lib/cluster/kept-connections';

class ProxyAgent extends Agent {}

describe('connections to the API server', () => {
  it('are kept from one request to the next, with the certificates of the client', () => {
    const agentFor = keepConnections();
    const first = agentFor(new Agent({ ca: Buffer.from('root'), cert: 'mine' }));
    expect(first).toMatchObject({ options: { keepAlive: true, cert: 'mine' } });
    expect(agentFor(new Agent({ ca: Buffer.from('root'), cert: 'mine' }))).toBe(first);
  });

  it('are made anew where the certificates are', () => {
    const agentFor = keepConnections();
    const first = agentFor(new Agent({ cert: 'of today' }));
    const second = agentFor(new Agent({ cert: 'of tomorrow' }));
    expect(second).not.toBe(first);
    expect(second).toMatchObject({ options: { cert: 'of tomorrow' } });
  });

  it.each([
    ['a proxy', new ProxyAgent()],
    ['no TLS', new PlainAgent()],
    ['nobody', undefined],
  ])('are those of %s where the client says so', (_who, agent) => {
    expect(keepConnections()(agent)).toBe(agent);
  });
});
