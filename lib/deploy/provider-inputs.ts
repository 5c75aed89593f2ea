import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where a tree is deployed. */
export interface DeployTarget {
  /** Name of the environment; it identifies the cluster for good, whatever happens to the kubeconfig. */
  readonly environment: string;
  readonly cluster: { readonly kubeconfig?: string; readonly context?: string };
}

/** What of a provider's settings says which cluster it writes to, and as whom. */
export interface ProviderInputs {
  /** Path, absolute. What is in the file may be a token, and is new tomorrow. */
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly clusterIdentifier: string;
}

/** The provider's settings for a target. @throws Error when the kubeconfig is not there. */
export function providerInputs(
  { environment, cluster }: DeployTarget,
  env: NodeJS.ProcessEnv,
): ProviderInputs {
  const file = cluster.kubeconfig ?? env['KUBECONFIG'];
  return {
    ...(file === undefined ? {} : { kubeconfig: existing(file) }),
    ...(cluster.context === undefined ? {} : { context: cluster.context }),
    clusterIdentifier: environment,
  };
}

/** Whether a provider that a stack remembers has just these settings: an update of a part goes through it as it is. */
export function hasInputs(
  remembered: Readonly<Record<string, unknown>>,
  { kubeconfig, context, clusterIdentifier }: ProviderInputs,
): boolean {
  return (
    remembered['kubeconfig'] === kubeconfig &&
    remembered['context'] === context &&
    remembered['clusterIdentifier'] === clusterIdentifier
  );
}

function existing(file: string): string {
  const path = resolve(file);
  if (existsSync(path)) return path;
  throw new Error(
    `kubeconfig "${file}" does not exist; name one existing file in KUBECONFIG, or in the environment's cluster`,
  );
}
