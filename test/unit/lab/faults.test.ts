import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFaults, strikes, writeFaults, type Fault } from '../../../lab/agent/faults';
import { apiFaultReader } from '../../../lab/api-proxy/fault-reader';
import { labStatus } from '../../../lab/lab-status';
import { cli } from '../../support/cli';

// Each call starts the command line as a process.
jest.setTimeout(60_000);

describe('a fault', () => {
  const at = (changes: Partial<Fault>): Fault[] => [{ type: 'errors', since: 0, ...changes }];
  const target = { revision: '1-31', namespace: 'shop' };

  it('strikes what it names, and everything where it names nothing', () => {
    expect(strikes(at({}), 'errors', target)).toBe(true);
    expect(strikes(at({ revision: '1-31', namespace: 'shop' }), 'errors', target)).toBe(true);
    expect(strikes(at({ revision: '1-30' }), 'errors', target)).toBe(false);
    expect(strikes(at({ namespace: 'bank' }), 'errors', target)).toBe(false);
    expect(strikes(at({}), 'latency', target)).toBe(false);
    expect(strikes(at({ type: 'prometheus-down' }), 'prometheus-down')).toBe(true);
  });

  it('stands until it is replaced', () => {
    const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-faults-'));
    expect(readFaults(dir)).toEqual([]);
    writeFaults(dir, at({ namespace: 'shop' }));
    expect(readFaults(dir)).toEqual(at({ namespace: 'shop' }));
  });
});

describe('the API server of a cluster that is cut off', () => {
  it('answers nobody, however else it was told to fail', () => {
    const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-cut-'));
    const read = apiFaultReader(dir);
    expect(read()).toBeNull();
    writeFaults(dir, [{ type: 'api-errors', mode: 'slow', since: 1 }]);
    expect(read()).toEqual({ mode: 'slow', since: 1 });
    writeFaults(dir, [
      { type: 'api-errors', mode: 'slow', since: 1 },
      { type: 'cut-off', since: 2 },
    ]);
    expect(read()).toEqual({ mode: 'down', since: 2 });
  });
});

describe('lab fault set', () => {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-fault-lab-'));
  const set = (...args: string[]) =>
    cli(['lab', 'fault', 'set', ...args], { ISTIO_REVISIONS_LAB: dir });
  const state = { schema: 1, dir, processes: [], revisions: { '1-31': {} } };

  beforeAll(() => {
    writeFileSync(join(dir, 'state.json'), JSON.stringify(state));
  });

  it.each([
    [['sabotage'], 'unknown fault "sabotage"; known: errors, latency'],
    [['errors', '--revision', '1-99'], 'the lab has no revision "1-99"; it has: 1-31'],
    [['prometheus-down', '--namespace', 'shop'], 'prometheus-down takes no --namespace'],
    [['istiod-down', '--namespace', 'shop'], 'istiod-down takes no --namespace'],
    [['api-errors', '--namespace', 'shop'], 'api-errors takes no --namespace'],
    [['errors', '--mode', 'busy'], 'errors takes no --mode'],
    [['cut-off'], 'cut-off needs a lab with several clusters'],
    [['foreign-root'], 'foreign-root needs a lab with several clusters'],
    [['east-west-drops', '--revision', '1-31'], 'needs a lab with several clusters'],
    [['cut-off', '--revision', '1-31'], 'cut-off takes no --revision'],
    [['east-west-drops', '--namespace', 'shop'], 'east-west-drops takes no --namespace'],
    [['api-errors', '--mode', 'odd'], 'api-errors has no mode "odd"; known: mixed, conflict, busy'],
  ])('refuses %j and sets nothing', async (args, message) => {
    const { code, stderr } = await set(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(readFaults(dir)).toEqual([]);
  });

  it('adds a fault to those that stand, and the same one once', async () => {
    await set('errors', '--namespace', 'shop');
    await set('latency');
    await set('errors', '--namespace', 'shop');
    expect(readFaults(dir).map(({ type }) => type)).toEqual(['latency', 'errors']);
  });

  it('lets the API server fail in one way at a time, which status names', async () => {
    await set('api-errors');
    expect(readFaults(dir).at(-1)).toMatchObject({ type: 'api-errors', mode: 'mixed' });
    await set('api-errors', '--mode', 'watch-cut');
    const ways = readFaults(dir).filter(({ type }) => type === 'api-errors');
    expect(ways.map(({ mode }) => mode)).toEqual(['watch-cut']);
    expect(labStatus(dir).faults).toContain('api-errors watch-cut');
  });
});
