import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTimeOf } from '../../../lib/process-identity';
import { startCli } from '../../support/cli';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), 'istio-revisions-interrupted-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A PATH on which every build takes for ever and says which process it is. */
function endlessGo(): string {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  const go = join(bin, 'go');
  const version = 'case "$1" in version) echo "go version go1.99.0 linux/amd64"; exit;; esac';
  writeFileSync(go, `#!/bin/sh\n${version}\necho $$ > "$GO_PID"\nexec /bin/sleep 600\n`);
  chmodSync(go, 0o755);
  return bin;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const bin = endlessGo();

describe('lab up that is asked to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s leaves no process and no file, and says so with 130',
    async (name) => {
      const pidFile = join(root, `${name}.pid`);
      const dir = join(root, name, 'lab');
      const { child, result } = startCli(['lab', 'up'], {
        ISTIO_REVISIONS_LAB: dir,
        ISTIO_REVISIONS_CACHE: join(root, `${name}-cache`),
        PATH: bin,
        GO_PID: pidFile,
      });
      await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').endsWith('\n'));
      expect(existsSync(`${dir}.lock`)).toBe(true);
      child.kill(name);
      const { code, stderr } = await result;
      expect([code, stderr]).toEqual([130, expect.stringMatching(`interrupted by ${name}`)]);
      expect(startTimeOf(Number(readFileSync(pidFile, 'utf8')))).toBeNull();
      expect([dir, `${dir}.lock`].filter((file) => existsSync(file))).toEqual([]);
    },
  );
});
