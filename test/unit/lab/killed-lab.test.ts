import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '../../../lab/binaries/file-lock';
import { labDown } from '../../../lab/lab-down';
import { labStatus } from '../../../lab/lab-status';
import { freePorts, startProcess } from '../../../lab/processes';
import {
  readState,
  refuseForeignFolder,
  writeAgentProcesses,
  writeState,
  type LabProcess,
  type LabState,
} from '../../../lab/state';
import { isAlive, startTimeOf } from '../../../lib/process-identity';

const root = mkdtempSync(join(tmpdir(), 'istio-revisions-killed-'));
const started: LabProcess[] = [];
let count = 0;

afterAll(() => {
  for (const one of started) if (isAlive(one)) process.kill(one.pid, 'SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function newDir(): string {
  count += 1;
  return join(root, `lab-${count}`);
}

async function idle(dir: string, name: string, script = ''): Promise<LabProcess> {
  const one = await startProcess({
    name,
    command: process.execPath,
    args: ['-e', `${script}; setInterval(() => undefined, 60000)`],
    cwd: root,
    log: join(dir, 'logs', `${name}.log`),
  });
  started.push(one);
  return one;
}

function stateOf(dir: string, processes: readonly LabProcess[]): LabState {
  return {
    schema: 1,
    dir,
    createdAt: '2026-01-01T00:00:00.000Z',
    phase: 'starting',
    processes,
    kubeconfig: join(dir, 'kubeconfig'),
    apiServer: 'https://127.0.0.1:1',
    revisions: {},
    binaries: {},
    charts: '',
    provider: { kind: 'stand-in', version: '4.0.0' },
    env: {},
  };
}

describe('the identity of a process', () => {
  it('is its id and its start time together, so that an id given to another is not it', () => {
    const startTime = startTimeOf(process.pid) ?? '';
    expect(isAlive({ pid: process.pid, startTime })).toBe(true);
    expect(isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
  });

  it('is nothing that lives when the start was never seen', () => {
    expect(isAlive({ pid: 0, startTime: '' })).toBe(false);
  });
});

describe('a lab that was killed half-way', () => {
  it('is no running lab, though its processes live', async () => {
    const dir = newDir();
    writeState(stateOf(dir, [await idle(dir, 'etcd')]));
    expect(labStatus(dir)).toMatchObject({ running: false, processes: [{ alive: true }] });
    await labDown(dir);
  });

  it('is cleaned with the children that its agent recorded, and nothing is left', async () => {
    const dir = newDir();
    const etcd = await idle(dir, 'etcd');
    const istiod = await idle(dir, 'istiod-1-30');
    writeState(stateOf(dir, [etcd]));
    writeAgentProcesses(dir, [istiod]);
    await labDown(dir);
    expect([etcd, istiod].map(isAlive)).toEqual([false, false]);
    expect(existsSync(dir)).toBe(false);
  });

  it('is cleaned without touching a process that was given a recorded id', async () => {
    const dir = newDir();
    const stranger = await idle(dir, 'stranger');
    writeState(stateOf(dir, [{ ...stranger, name: 'etcd', startTime: '1' }]));
    await labDown(dir);
    expect(isAlive(stranger)).toBe(true);
    expect(existsSync(dir)).toBe(false);
  });

  it('keeps only its logs when the start failed, so that a person can read them', async () => {
    const dir = newDir();
    writeState(stateOf(dir, [await idle(dir, 'etcd')]));
    await labDown(dir, { keepLogs: true });
    expect(readdirSync(dir)).toEqual(['logs']);
    expect(readState(dir)).toBeNull();
    refuseForeignFolder(dir);
  });
});

describe('the folder of a lab', () => {
  it('is refused when it holds what no lab made, for "lab down" removes it whole', async () => {
    const dir = newDir();
    mkdirSync(dir);
    writeFileSync(join(dir, 'thesis.txt'), 'work of years');
    expect(() => {
      refuseForeignFolder(dir);
    }).toThrow(/thesis\.txt.*ISTIO_REVISIONS_LAB/);
    await labDown(dir);
    expect(readdirSync(dir)).toEqual(['thesis.txt']);
  });

  it('may be new or empty', () => {
    const dir = newDir();
    refuseForeignFolder(dir);
    mkdirSync(dir);
    refuseForeignFolder(dir);
  });
});

describe('withFileLock', () => {
  it('takes over the lock of a holder that was killed', async () => {
    const file = join(root, 'dead.lock');
    writeFileSync(file, `${String(process.pid)} 1`);
    await expect(withFileLock(file, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(readdirSync(root).filter((name) => name.startsWith('dead.lock'))).toEqual([]);
  });

  it('lets nobody in while the holder lives', async () => {
    const file = join(root, 'live.lock');
    const order: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = withFileLock(file, async () => {
      order.push('first in');
      await held;
      order.push('first out');
    });
    const second = withFileLock(file, () => Promise.resolve(order.push('second in')));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
  });
});

describe('freePorts', () => {
  it('gives different ports outside the range of outgoing connections', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(ports.every((port) => port >= 15_000 && port < 32_000)).toBe(true);
  });
});
