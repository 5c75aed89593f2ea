import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import kubernetesPackage from '@pulumi/kubernetes/package.json';

/** The Kubernetes provider that the engine will load. */
export interface ProviderInUse {
  readonly kind: 'official' | 'stand-in';
  readonly version: string;
}

/**
 * The plugin of the installed `@pulumi/kubernetes` where it is there, else the newest installed one; with none installed
 * the package's version, which Pulumi then downloads.
 */
export function providerInUse(env: NodeJS.ProcessEnv = process.env): ProviderInUse {
  const plugins = join(env['PULUMI_HOME'] ?? join(homedir(), '.pulumi'), 'plugins');
  const installed = existsSync(plugins)
    ? readdirSync(plugins)
        .map((name) => /^resource-kubernetes-v(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? '')
        .filter((version) => version !== '')
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    : [];
  const wanted: string = kubernetesPackage.version;
  const version = installed.includes(wanted) ? wanted : (installed.at(-1) ?? wanted);
  const standIn = existsSync(join(plugins, `resource-kubernetes-v${version}`, 'stand-in'));
  return { kind: standIn ? 'stand-in' : 'official', version };
}
