import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakLock, readLocks } from '../../../lib/deploy/stack-locks';

const LOCK = { pid: 42, username: 'ann', hostname: 'here', timestamp: '2026-01-01T12:00:00Z' };
let dir: string;
let locks: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'stack-locks-'));
  locks = join(dir, 'state', '.pulumi', 'locks', 'organization', 'mesh', 'dev');
  mkdirSync(locks, { recursive: true });
  writeFileSync(join(dir, 'Pulumi.yaml'), 'name: mesh\n');
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('the locks of a stack in a file backend', () => {
  it('are the files that hold one, not the attributes that the backend keeps beside them', () => {
    const file = join(locks, 'a.json');
    writeFileSync(file, JSON.stringify(LOCK));
    writeFileSync(`${file}.attrs`, '{"user.cache_control":""}');
    expect(read()).toEqual([{ file, lock: LOCK }]);
    breakLock(file);
    expect([existsSync(file), existsSync(`${file}.attrs`)]).toEqual([false, false]);
  });

  it('leave out one that is still being written', () => {
    writeFileSync(join(locks, 'a.json'), '{"pid": 4');
    expect(read()).toEqual([]);
  });

  it('are found where the project names its backend, relative and with settings', () => {
    writeFileSync(join(locks, 'a.json'), JSON.stringify(LOCK));
    writeFileSync(
      join(dir, 'Pulumi.yaml'),
      'name: mesh\nbackend: { url: "file://./state?no_tmp_dir=true" }\n',
    );
    expect(readLocks({}, dir, 'dev')).toHaveLength(1);
  });

  it('are found after "pulumi login --local", where only the credentials name the backend', () => {
    writeFileSync(join(locks, 'a.json'), JSON.stringify(LOCK));
    const current = `file://${join(dir, 'state')}`;
    writeFileSync(join(dir, 'credentials.json'), JSON.stringify({ current }));
    expect(readLocks({ PULUMI_HOME: dir }, dir, 'dev')).toHaveLength(1);
    const unset = { PULUMI_BACKEND_URL: '', PULUMI_HOME: dir };
    expect(readLocks(unset, dir, 'dev')).toHaveLength(1);
    const elsewhere = { PULUMI_HOME: '/nowhere', PULUMI_CREDENTIALS_PATH: dir };
    expect(readLocks(elsewhere, dir, 'dev')).toHaveLength(1);
    expect(readLocks({ PULUMI_HOME: '/nowhere' }, dir, 'dev')).toEqual([]);
  });

  it('of any other backend are left to the engine', () => {
    expect(readLocks({ PULUMI_BACKEND_URL: 's3://bucket' }, dir, 'dev')).toEqual([]);
  });
});

function read() {
  return readLocks({ PULUMI_BACKEND_URL: `file://${join(dir, 'state')}` }, dir, 'dev');
}
