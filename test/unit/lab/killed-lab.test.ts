import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '../../../lib/file-lock';
import { labDown, removeLab } from '../../../lab/lab-down';
import { LabInterrupted } from '../../../lab/lab-error';
import { withLabLock } from '../../../lab/lab-lock';
import { labStatus } from '../../../lab/lab-status';
import { labUp } from '../../../lab/lab-up';
import { freePorts, startProcess } from '../../../lab/processes';
import {
  labDir,
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
    directKubeconfig: join(dir, 'kubeconfig-direct'),
    apiServer: 'https://127.0.0.1:1',
    revisions: {},
    binaries: {},
    ports: { prometheus: 0, scrapeProxy: 0, apiProxy: 0 },
    charts: '',
    provider: { kind: 'stand-in', version: '4.0.0' },
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

  it('is cleaned with the engine of a killed driver, whose late checkpoint would make the folder anew', async () => {
    const dir = newDir();
    const engine = await idle(dir, 'pulumi');
    const locks = join(dir, 'pulumi-state', '.pulumi', 'locks', 'organization', 'mesh', 'dev');
    mkdirSync(locks, { recursive: true });
    const lock = (pid: number, host: string) =>
      JSON.stringify({ pid, username: 'ann', hostname: host, timestamp: new Date().toISOString() });
    const remote = await idle(dir, 'remote');
    writeFileSync(join(locks, 'live.json'), lock(engine.pid, hostname()));
    writeFileSync(join(locks, 'remote.json'), lock(remote.pid, 'elsewhere'));
    writeFileSync(join(locks, 'half.json'), '{"pid":');
    writeState(stateOf(dir, []));
    await labDown(dir);
    expect([engine, remote].map(isAlive)).toEqual([false, true]);
    expect(existsSync(dir)).toBe(false);
  });

  it('keeps only its logs when the start failed, so that a person can read them', async () => {
    const dir = newDir();
    writeState(stateOf(dir, [await idle(dir, 'etcd')]));
    await removeLab(dir, { keepLogs: true });
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

  it.each([
    ['of another program', { version: 4, serial: 12 }],
    ['of a lab in another folder', { schema: 1, dir: '/elsewhere', processes: [] }],
    ['without processes', { schema: 1, dir: join(root, 'foreign') }],
  ])('is not removed for a state.json %s', async (_what, state) => {
    const dir = join(root, 'foreign');
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'state.json'), JSON.stringify(state));
    expect(() => {
      refuseForeignFolder(dir);
    }).toThrow(/state\.json.*ISTIO_REVISIONS_LAB/);
    await labDown(dir);
    expect(readdirSync(dir)).toEqual(['state.json']);
  });

  it('is not the current one when the variable is empty', () => {
    const before = process.env['ISTIO_REVISIONS_LAB'];
    process.env['ISTIO_REVISIONS_LAB'] = '';
    expect(labDir()).toMatch(/\/\.lab$/);
    if (before === undefined) delete process.env['ISTIO_REVISIONS_LAB'];
    else process.env['ISTIO_REVISIONS_LAB'] = before;
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

describe('two commands for one lab', () => {
  it('do not clean what the other is starting: the second waits and says so', async () => {
    const dir = newDir();
    const etcd = await idle(dir, 'etcd');
    writeState(stateOf(dir, [etcd]));
    let finish: () => void = () => undefined;
    const starting = new Promise<void>((resolve) => (finish = resolve));
    const up = withLabLock(
      dir,
      () => undefined,
      () => starting,
    );
    const said: string[] = [];
    const down = labDown(dir, (line) => {
      said.push(line);
      expect(isAlive(etcd)).toBe(true);
      finish();
    });
    await Promise.all([up, down]);
    expect(said).toEqual([expect.stringMatching(/another command.*it is waited for/)]);
    expect([isAlive(etcd), existsSync(dir), existsSync(`${dir}.lock`)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('start nothing any more once they are interrupted', async () => {
    const signal = AbortSignal.abort(new LabInterrupted('interrupted by SIGTERM'));
    const log = join(root, 'never.log');
    const never = startProcess({
      name: 'x',
      command: 'sleep',
      args: ['60'],
      cwd: root,
      log,
      signal,
    });
    await expect(never).rejects.toThrow('interrupted by SIGTERM');
    expect(existsSync(log)).toBe(false);
  });

  it('are refused where the lab cannot run, before anything is built', async () => {
    const options = { dir: newDir(), env: {}, say: () => undefined, platform: 'darwin' } as const;
    await expect(labUp(options)).rejects.toThrow(/Linux only, not on darwin.*kubeconfig/);
  });
});

describe('freePorts', () => {
  it('gives different ports outside the range of outgoing connections', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(ports.every((port) => port >= 15_000 && port < 32_000)).toBe(true);
  });
});
