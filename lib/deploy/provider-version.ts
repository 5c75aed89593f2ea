import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';

/** The Kubernetes provider that the engine will load. */
export interface ProviderInUse {
  readonly kind: 'official' | 'stand-in';
  readonly version: string;
}

/** Older ones lack settings that we rely on, such as the identifier of a cluster, and ignore them without a word. */
const OLDEST = '4.25.0';

/**
 * The plugin of the installed `@pulumi/kubernetes` where it is there, else the newest installed one that is new
 * enough; with none installed the package's version, which Pulumi then downloads.
 */
export function providerInUse(env: NodeJS.ProcessEnv = process.env): ProviderInUse {
  const plugins = join(env['PULUMI_HOME'] ?? join(homedir(), '.pulumi'), 'plugins');
  const installed = existsSync(plugins)
    ? readdirSync(plugins)
        .map((name) => /^resource-kubernetes-v(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? '')
        .filter((version) => version !== '' && byNumber(version, OLDEST) >= 0)
        .sort(byNumber)
    : [];
  const wanted: string = kubernetesPackage.version;
  const version = installed.includes(wanted) ? wanted : (installed.at(-1) ?? wanted);
  const standIn = existsSync(join(plugins, `resource-kubernetes-v${version}`, 'stand-in'));
  return { kind: standIn ? 'stand-in' : 'official', version };
}

/** One line that says which provider runs: what a stand-in does proves nothing of the official one. */
export function providerText({ kind, version }: ProviderInUse): string {
  return kind === 'stand-in'
    ? `Kubernetes provider: stand-in of the lab, in place of ${version} (no official plugin is installed)`
    : `Kubernetes provider: official ${version}`;
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
