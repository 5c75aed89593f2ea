import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..');
const MODULES = join(ROOT, 'lab', 'modules');
const PROGRAM = readdirSync(__dirname)
  .filter((name) => name.endsWith('.go'))
  .map((name) => join(__dirname, name));

/** The flags of the lab's programs, so that what was compiled for these is not compiled again. */
const GO_RUN = ['run', '-mod=readonly', '-trimpath', '-tags', 'vtprotobuf,disable_pgv'];

/** Writes the types and schemas of every minor whose istioctl the lab pins. */
async function generate(target: string): Promise<void> {
  const minors = readdirSync(MODULES)
    .flatMap((name) => /^istioctl-(\d+\.\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const newest = minors.at(-1);
  if (newest === undefined) throw new Error(`no istioctl is pinned in ${MODULES}`);
  mkdirSync(target, { recursive: true });
  for (const minor of minors) {
    const cwd = join(MODULES, `istioctl-${minor}`);
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
    const args = ['-minor', minor, '-out', join(target, `istio-${minor}`)];
    await promisify(execFile)('go', [...GO_RUN, ...PROGRAM, ...args], { cwd, env });
  }
  writeFileSync(join(target, 'minors.ts'), minorsText(minors));
  writeFileSync(join(target, 'newest.ts'), newestText(newest));
  const prettier = join(ROOT, 'node_modules', '.bin', 'prettier');
  const style = ['--log-level', 'warn', '--config', join(ROOT, '.prettierrc.json')];
  const written = [join(target, 'istio-*', '*.ts'), join(target, '{minors,newest}.ts')];
  await promisify(execFile)(prettier, ['--write', ...style, ...written], { cwd: ROOT });
}

function minorsText(minors: readonly string[]): string {
  const readers = (file: string) =>
    minors.map((minor) => `'${minor}': () => require('./istio-${minor}/${file}.json'),`).join('\n');
  return `// Written by \`make generate\`.
import type { Definitions } from './definition';

/** The Istio minors that there are types and schemas of, oldest first. */
export const MINORS = [${minors.map((minor) => `'${minor}'`).join(', ')}] as const;

/** One of the supported minors. */
export type Minor = (typeof MINORS)[number];

type Profile = Readonly<Record<string, unknown>>;

/** The schema of each minor, read when it is asked for. */
export const SCHEMAS: Readonly<Record<Minor, () => { readonly $defs: Definitions }>> = {
${readers('schema')}
};

/** The profiles of each minor by name, read when they are asked for. */
export const PROFILES: Readonly<Record<Minor, () => Readonly<Record<string, Profile>>>> = {
${readers('profiles')}
};
`;
}

/** Of the groups, so that names that several have (ProxyConfig, Gateway) stay apart. */
function newestText(minor: string): string {
  const groups = [
    'gateway-api',
    'gateway-values',
    'kinds',
    'kubernetes',
    'mesh',
    'networking',
    'operator',
    'values',
  ];
  const exports = groups.map((group) => {
    const name = group.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return `export type * as ${name} from './istio-${minor}/${group}';`;
  });
  return `// Written by \`make generate\`.\n${exports.join('\n')}\n`;
}

generate(process.argv[2] ?? join(ROOT, 'lib', 'generated')).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
