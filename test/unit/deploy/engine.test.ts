import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineOptions } from '../../../lib/deploy/engine';

const NAMESPACE = {
  urn: 'urn:namespace',
  type: 'kubernetes:core/v1:Namespace',
  inputs: { metadata: { name: 'team' } },
};
const KILLED = {
  deployment: { pending_operations: [{ type: 'creating', resource: NAMESPACE }] },
};

/** A Pulumi that writes down how it was called, and talks about a newer version beside what it was asked. */
const PULUMI = `#!/bin/sh
cd "$(dirname "$0")"
echo "$@ skip=$PULUMI_SKIP_UPDATE_CHECK" >> calls
echo 'warning: A new version of Pulumi is available.' >&2
for arg in "$@"; do
  case "$arg" in
    --event-log=*) echo '{"diagnosticEvent":{"severity":"warning","message":"from the events"}}' >> "\${arg#*=}" ;;
    --file=*) cp "\${arg#*=}" imported ;;
  esac
done
case "$1 $2" in
  'stack export') cat state ;;
  'stack output') echo '{"rollout":"still"}' ;;
  up*) echo 'Updating (dev)'; exit "$(cat code)" ;;
esac
`;

let dir: string;
let workDir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'engine-'));
  workDir = join(dir, 'work');
  writeFileSync(join(dir, 'Pulumi.yaml'), 'name: mesh\n');
  writeFileSync(join(dir, 'pulumi'), PULUMI);
  chmodSync(join(dir, 'pulumi'), 0o755);
  writeFileSync(join(dir, 'state'), '{}');
  writeFileSync(join(dir, 'code'), '0');
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('an engine', () => {
  it('reads the state although Pulumi says on stderr that it is outdated', async () => {
    const { ok, outputs, warnings } = await engine().up();
    expect({ ok, outputs, warnings }).toEqual({
      ok: true,
      outputs: { rollout: 'still' },
      warnings: ['from the events'],
    });
  });

  it('never asks for a newer Pulumi', async () => {
    await engine().up();
    expect(calls()).not.toHaveLength(0);
    expect(calls().filter((call) => !call.endsWith('skip=true'))).toEqual([]);
  });

  it('reads the cluster first only where it is told to', async () => {
    const one = engine();
    await one.preview();
    await one.up();
    await one.preview({ refresh: true });
    await one.up({ refresh: true });
    const runs = calls().filter((call) => /^(preview|up)/.test(call));
    expect(runs.map((call) => call.includes('--refresh'))).toEqual([false, false, true, true]);
  });

  it('keeps both streams of an update in the log that it names', async () => {
    writeFileSync(join(dir, 'code'), '1');
    const { ok, diagnostics, log } = await engine().up();
    expect(ok).toBe(false);
    expect(diagnostics.at(-1)).toBe(`log: ${log}`);
    const text = readFileSync(log, 'utf8');
    expect(text).toContain('Updating (dev)');
    expect(text).toContain('A new version of Pulumi');
  });

  it('leaves no copy of the state behind, and nothing that another user can read', async () => {
    mkdirSync(workDir);
    chmodSync(workDir, 0o755);
    writeFileSync(join(dir, 'state'), JSON.stringify(KILLED));
    await engine().up();
    const files = readdirSync(workDir);
    expect(files.map((file) => file.replace(/^\d+-\d+-/, ''))).toEqual(['up.log']);
    const modes = [workDir, ...files.map((file) => join(workDir, file))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('takes in what a killed one created before it runs', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(KILLED));
    await engine({ exists: (_type, id) => Promise.resolve(id === 'team') }).preview();
    expect(calls().map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'stack export',
      'stack import',
      'preview --non-interactive',
    ]);
    expect(JSON.parse(readFileSync(join(dir, 'imported'), 'utf8'))).toMatchObject({
      deployment: { resources: [{ urn: 'urn:namespace', id: 'team' }], pending_operations: [] },
    });
  });

  it('does not start when it is interrupted while it looks at what a killed one left', async () => {
    const stop = new AbortController();
    writeFileSync(join(dir, 'state'), JSON.stringify(KILLED));
    const exists = () => {
      stop.abort();
      return Promise.resolve(true);
    };
    await expect(engine({ exists, signal: stop.signal }).up()).rejects.toThrow(
      'interrupted before the engine started',
    );
    expect(calls().some((call) => call.startsWith('up'))).toBe(false);
  });

  it('says how to get Pulumi where there is none', async () => {
    rmSync(join(dir, 'pulumi'));
    await expect(engine().up()).rejects.toThrow(/"\S+pulumi" was not found; install Pulumi/);
  });
});

function engine(change: Partial<EngineOptions> = {}): Engine {
  return createEngine({
    projectDir: dir,
    stack: 'dev',
    env: {
      ISTIO_REVISIONS_BIN_PULUMI: join(dir, 'pulumi'),
      PULUMI_BACKEND_URL: `file://${dir}`,
    },
    workDir,
    exists: () => Promise.resolve(false),
    ...change,
  });
}

function calls(): string[] {
  const file = join(dir, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
