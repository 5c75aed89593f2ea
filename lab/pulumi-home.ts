import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';
import type { LabState } from './state';

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
      link(path, join(plugins, `resource-kubernetes-v${version}`));
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
    .filter(({ path, version }) => version !== '' && !existsSync(join(path, 'stand-in')))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

function writeStandIn(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const register = createRequire(__filename).resolve('@swc-node/register');
  const main = resolve(__dirname, 'provider', 'main.ts');
  const executable = join(folder, 'pulumi-resource-kubernetes');
  writeFileSync(
    executable,
    `#!/bin/sh\nexec ${[process.execPath, '-r', register, main].map(quote).join(' ')} "$@"\n`,
  );
  chmodSync(executable, 0o755);
  writeFileSync(
    join(folder, 'stand-in'),
    'Made by "istio-revisions lab up"; never used outside the lab.\n',
  );
}

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
