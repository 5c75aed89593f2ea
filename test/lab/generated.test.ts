import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { resolveCharts } from '../../lab/binaries/resolve-charts';
import { definitionAt } from '../../lib/generated/definition-at';
import { definitionsOf } from '../../lib/generated/definitions-of';
import { findProblems } from '../../lib/generated/find-problems';
import { MINORS } from '../../lib/generated/minors';
import { profilesOf } from '../../lib/generated/profiles-of';
import { ROOTS } from '../../lib/generated/roots';

jest.setTimeout(600_000);

const ROOT = join(__dirname, '..', '..');
const COMMITTED = join(ROOT, 'lib', 'generated');
const DEFAULTS = '_internal_defaults_do_not_set';

/** Folders of charts whose values stand under a key of all values. */
const BELOW: Readonly<Record<string, string>> = {
  'istio-control/istio-discovery': 'pilot',
  'istio-cni': 'cni',
  ztunnel: 'ztunnel',
};

function generatedFiles(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^(istio-[^/]+\/.*[.](ts|json)|minors[.]ts|newest[.]ts)$/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('what is generated', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'istio-revisions-generated-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what the pinned Istio modules give today; if not, run `make generate`', () => {
    const program = join(ROOT, 'generate', 'generate.ts');
    execFileSync(process.execPath, ['-r', '@swc-node/register', program, folder], { cwd: ROOT });
    const [now, committed] = [generatedFiles(folder), generatedFiles(COMMITTED)];
    expect(Object.keys(committed).sort()).toEqual(Object.keys(now).sort());
    const changed = Object.keys(now).filter((name) => now[name] !== committed[name]);
    expect(changed).toEqual([]);
  });
});

describe.each(MINORS)('the charts of Istio %s', (minor) => {
  let manifests: string;
  const definitions = definitionsOf(minor);
  const read = (...path: string[]) =>
    parse(readFileSync(join(manifests, ...path), 'utf8'), { version: '1.1' }) as Record<
      string,
      unknown
    >;

  beforeAll(async () => {
    manifests = join(await resolveCharts(process.env), minor, 'manifests');
  });

  it.each(['base', 'gateways/istio-ingress', 'gateways/istio-egress', ...Object.keys(BELOW)])(
    'have defaults in %s that the schema allows, each of them',
    (chart) => {
      const defaults = read('charts', chart, 'values.yaml')[DEFAULTS] as Record<string, unknown>;
      const prefix = BELOW[chart];
      const isOwn = (key: string) =>
        prefix !== undefined &&
        key !== 'global' &&
        definitionAt(definitions, ROOTS.values, [prefix, key]) !== undefined;
      const [own, others] = [true, false].map((wanted) =>
        Object.fromEntries(Object.entries(defaults).filter(([key]) => isOwn(key) === wanted)),
      );
      const values = prefix === undefined ? others : { ...others, [prefix]: own };
      expect(mistakes(ROOTS.values, values)).toEqual([]);
    },
  );

  it('have defaults in gateway that the schema allows, each of them', () => {
    const defaults = read('charts', 'gateway', 'values.yaml')[DEFAULTS];
    expect(mistakes(ROOTS.gatewayValues, defaults)).toEqual([]);
  });

  it('come with the profiles that are generated', () => {
    const names = readdirSync(join(manifests, 'profiles')).map((name) => name.replace('.yaml', ''));
    const profiles = names.map((name) => {
      const profile = read('profiles', `${name}.yaml`);
      const { hub: _hub, tag: _tag, ...spec } = profile['spec'] as Record<string, unknown>;
      return [name, { ...profile, spec }];
    });
    expect(profilesOf(minor)).toEqual(Object.fromEntries(profiles));
  });

  function mistakes(root: string, value: unknown): string[] {
    return findProblems(definitions, root, value)
      .filter(({ kind }) => kind !== 'deprecated-field' && kind !== 'chart-only-field')
      .map(({ kind, path }) => `${kind} ${path.join('.')}`);
  }
});
