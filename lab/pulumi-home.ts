import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';
import { programArguments } from './program-arguments';
import type { LabState } from './state';

/** Older ones lack settings that the programs give the provider, such as `clusterIdentifier`. */
const OLDEST = [4, 25] as const;
const PLUGIN = /^resource-kubernetes-v(\d+\.\d+\.\d+)$/;

/**
 * Gives the lab a Pulumi home of its own. An official Kubernetes plugin of the user is linked into it; only where there
 * is none does the lab put its stand-in there, with a marker that every command reads and says.
 */
export function setUpPulumiHome(dir: string, env: NodeJS.ProcessEnv): LabState['provider'] {
  const plugins = join(dir, 'pulumi-home', 'plugins');
  mkdirSync(plugins, { recursive: true });
  const official = officialPlugins(
    join(env['PULUMI_HOME'] ?? join(homedir(), '.pulumi'), 'plugins'),
  );
  const newest = official.at(-1);
  if (newest !== undefined) {
    for (const { path, version } of official)
      linkFiles(path, join(plugins, `resource-kubernetes-v${version}`));
    return { kind: 'official', version: newest.version };
  }
  const { version } = kubernetesPackage;
  writeStandIn(join(plugins, `resource-kubernetes-v${version}`));
  return { kind: 'stand-in', version };
}

function officialPlugins(dir: string): { path: string; version: string }[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .map((name) => ({ path: join(dir, name), version: PLUGIN.exec(name)?.[1] ?? '' }))
    .filter(({ path, version }) => isUsable(version) && !existsSync(join(path, 'stand-in')))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

function isUsable(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function writeStandIn(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const executable = join(folder, 'pulumi-resource-kubernetes');
  writeFileSync(
    executable,
    `#!/bin/sh\nexec ${[process.execPath, ...programArguments('provider/main')].map(quote).join(' ')} "$@"\n`,
  );
  chmodSync(executable, 0o755);
  writeFileSync(
    join(folder, 'stand-in'),
    'Made by "istio-revisions lab up"; never used outside the lab.\n',
  );
}

/** The engine takes only real folders for plugins, so the files are linked, not the folder. */
function linkFiles(from: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(from)) {
    const path = join(folder, name);
    rmSync(path, { force: true });
    symlinkSync(join(from, name), path);
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
