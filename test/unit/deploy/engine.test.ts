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
import { sourceDigest } from '../../../lib/deploy/source-digest';
import { aBody, aResource } from '../../support/deploy-builders';

const NOTHING = { resources: [] };
const TARGET = { environment: 'dev', cluster: { context: 'lab' } };
const SETTINGS = aResource(aBody('ConfigMap', 'settings'));

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
[ -z "$ISTIO_REVISIONS_TREE" ] || cp "$ISTIO_REVISIONS_TREE" handed
for arg in "$@"; do
  case "$arg" in
    --event-log=*) cat events >> "\${arg#*=}" ;;
    --file=*) cp "\${arg#*=}" imported ;;
    --target=*) cp begun state ;;
  esac
done
case "$1 $2" in
  'stack export') [ ! -f broken ] || { cat broken; exit 1; }; cat state ;;
  'stack rm') [ "$(cat code)" = 0 ] || { echo 'resources remain'; exit 1; } ;;
  up*) echo 'Updating (dev)'; exit "$(cat code)" ;;
esac
`;

const EVENTS = [{ diagnosticEvent: { severity: 'warning', message: 'from the events' } }];

/** A stack that was updated with its provider only. */
const BEGUN = {
  deployment: {
    resources: [
      { urn: 'urn:pulumi:dev::mesh::pulumi:pulumi:Stack::mesh-dev', type: 'pulumi:pulumi:Stack' },
      {
        urn: 'urn:pulumi:dev::mesh::pulumi:providers:kubernetes::kubernetes',
        type: 'pulumi:providers:kubernetes',
        id: 'p-1',
      },
    ],
  },
};

let dir: string;
let workDir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'engine-'));
  workDir = join(dir, 'work');
  writeFileSync(join(dir, 'Pulumi.yaml'), 'name: mesh\n');
  writeFileSync(join(dir, 'pulumi'), PULUMI);
  chmodSync(join(dir, 'pulumi'), 0o755);
  writeFileSync(join(dir, 'state'), '{}');
  writeFileSync(join(dir, 'begun'), JSON.stringify(BEGUN));
  writeFileSync(join(dir, 'events'), EVENTS.map((event) => JSON.stringify(event)).join('\n'));
  writeFileSync(join(dir, 'code'), '0');
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('an engine', () => {
  it('takes warnings from the event log, whatever Pulumi says beside it', async () => {
    const { ok, warnings } = await engine().up(NOTHING);
    expect({ ok, warnings }).toEqual({ ok: true, warnings: ['from the events'] });
  });

  it('never asks for a newer Pulumi', async () => {
    await engine().up(NOTHING);
    expect(calls()).not.toHaveLength(0);
    expect(calls().filter((call) => !call.endsWith('skip=true'))).toEqual([]);
  });

  it('reads the cluster first only where it is told to', async () => {
    const one = engine();
    await one.up(NOTHING);
    await one.up({ ...NOTHING, refresh: true });
    const runs = calls().filter((call) => call.startsWith('up'));
    expect(runs.map((call) => call.includes('--refresh'))).toEqual([false, true]);
  });

  it('keeps both streams of an update in the log that it names', async () => {
    writeFileSync(join(dir, 'code'), '1');
    const { ok, diagnostics, log } = await engine().up(NOTHING);
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
    await engine().up(NOTHING);
    const files = readdirSync(workDir);
    expect(files.map((file) => file.replace(/^\d+-\d+-/, ''))).toEqual(['up.log']);
    const modes = [workDir, ...files.map((file) => join(workDir, file))].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('takes in what a killed one created before it runs', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(KILLED));
    await engine({ exists: (_type, id) => Promise.resolve(id === 'team') }).up(NOTHING);
    expect(words()).toEqual(['stack export', 'stack import', 'up --non-interactive']);
    expect(imported()).toMatchObject({
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
    await expect(engine({ exists, signal: stop.signal }).up(NOTHING)).rejects.toThrow(
      'interrupted before the engine started',
    );
    expect(calls().some((call) => call.startsWith('up'))).toBe(false);
  });

  it('reads the state although Pulumi says on stderr that it is outdated', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(BEGUN));
    const { resources, provider } = await engine().state();
    expect([resources, provider?.reference]).toEqual([
      [],
      'urn:pulumi:dev::mesh::pulumi:providers:kubernetes::kubernetes::p-1',
    ]);
  });

  it('finishes what a killed one began before it says what the stack remembers', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(KILLED));
    const { resources } = await engine({ exists: () => Promise.resolve(true) }).state();
    expect(resources).toMatchObject([{ urn: 'urn:namespace', unsettled: true }]);
    expect(words()).toEqual(['stack export', 'stack import']);
  });

  it('says how to go on where its state cannot be read', async () => {
    writeFileSync(join(dir, 'broken'), 'error: failed to load checkpoint: unexpected end of JSON');
    await expect(engine().state()).rejects.toThrow(
      /^stack "dev" cannot be opened: .*JSON.*; restore its file from the \.bak beside it, or remove both/s,
    );
    expect(words()).toEqual(['stack export']);
  });

  it('opens the stack once for what it says and does one after the other', async () => {
    const one = engine();
    await one.state();
    await one.up(NOTHING);
    expect(words()).toEqual(['stack export', 'up --non-interactive']);
  });

  it('hands the program the tree and where it goes, in a file that is gone afterwards', async () => {
    await engine().up({ resources: [SETTINGS] });
    expect(JSON.parse(readFileSync(join(dir, 'handed'), 'utf8'))).toEqual({
      resources: [SETTINGS],
      provider: { context: 'lab', clusterIdentifier: 'dev' },
      source: sourceDigest([SETTINGS]),
    });
    expect(readdirSync(workDir).filter((file) => !file.endsWith('.log'))).toEqual([]);
  });

  it('remembers what exists, and begins with its provider where the stack has none yet', async () => {
    await engine().remember([SETTINGS]);
    expect(words()).toEqual([
      'stack export',
      'up --non-interactive',
      'stack export',
      'stack import',
    ]);
    expect(calls()[1]).toContain(
      '--target=urn:pulumi:dev::mesh::pulumi:providers:kubernetes::kubernetes',
    );
    expect(imported()).toMatchObject({
      deployment: { resources: [{}, {}, { id: 'istio-system/settings' }] },
    });
  });

  it('remembers without an update where the stack was begun already, and leaves no copy of it', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(BEGUN));
    await engine().remember([SETTINGS]);
    expect(words()).toEqual(['stack export', 'stack import']);
    expect(readdirSync(workDir)).toEqual([]);
  });

  it('remembers nothing where the stack cannot be begun', async () => {
    writeFileSync(join(dir, 'code'), '1');
    await expect(engine().remember([SETTINGS])).rejects.toThrow('the stack cannot be begun');
    expect(words()).not.toContain('stack import');
  });

  it('forgets a stack that remembers nothing but its provider, and says why where it cannot', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify(BEGUN));
    await engine().remove();
    expect(words()).toEqual(['stack export', 'stack rm']);
    expect(calls()[1]).toContain('--stack=dev');
    writeFileSync(join(dir, 'code'), '1');
    await expect(engine().remove()).rejects.toThrow(
      'stack "dev" cannot be removed: resources remain',
    );
  });

  it('never forgets a stack that remembers an object, which would stay in the cluster unknown', async () => {
    writeFileSync(join(dir, 'state'), JSON.stringify({ deployment: { resources: [NAMESPACE] } }));
    await expect(engine().remove()).rejects.toThrow('stack "dev" still remembers urn:namespace');
    expect(words()).not.toContain('stack rm');
  });

  it('says how to get Pulumi where there is none, and leaves no tree behind, which may hold a Secret', async () => {
    const one = engine();
    await one.state();
    rmSync(join(dir, 'pulumi'));
    await expect(one.up({ resources: [SETTINGS] })).rejects.toThrow('was not found');
    expect(readdirSync(workDir).filter((file) => !/\.log(\.stderr)?$/.test(file))).toEqual([]);
    await expect(engine().up(NOTHING)).rejects.toThrow(/"\S+pulumi" was not found; install Pulumi/);
  });
});

function engine(change: Partial<EngineOptions> = {}): Engine {
  return createEngine({
    projectDir: dir,
    stack: 'dev',
    target: TARGET,
    env: {
      ISTIO_REVISIONS_BIN_PULUMI: join(dir, 'pulumi'),
      PULUMI_BACKEND_URL: `file://${dir}`,
    },
    workDir,
    exists: () => Promise.resolve(false),
    ...change,
  });
}

/** The first two words of each call. */
function words(): string[] {
  return calls().map((call) => call.split(' ').slice(0, 2).join(' '));
}

function imported(): unknown {
  return JSON.parse(readFileSync(join(dir, 'imported'), 'utf8'));
}

function calls(): string[] {
  const file = join(dir, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
