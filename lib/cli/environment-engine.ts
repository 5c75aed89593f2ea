import { join } from 'node:path';
import type { KubeClient } from '../cluster/kube-client';
import { objectExists } from '../cluster/object-exists';
import { createEngine, type Engine } from '../deploy/engine';
import type { EnvironmentSpec } from '../../stacks/environments';
import { projectModules } from './project-modules';

/** What the engine of an environment is made of. */
export interface EnvironmentEngineOptions {
  readonly environment: EnvironmentSpec;
  readonly client: KubeClient;
  /** The folder of the project. */
  readonly projectDir: string;
  /** Variables of this environment alone, over those of the process. */
  readonly own: Readonly<Record<string, string>>;
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The Pulumi engine of an environment, with one stack for its cluster; a lab keeps the state of its own. */
export function environmentEngine({
  environment: { name, cluster },
  client,
  projectDir,
  own,
  ...options
}: EnvironmentEngineOptions): Engine {
  const workDir = join(own['ISTIO_REVISIONS_LAB'] ?? join(projectDir, '.pulumi'), 'engine');
  return createEngine({
    projectDir,
    stack: name,
    target: { environment: name, cluster },
    env: { ...own, ...projectModules(projectDir, workDir) },
    workDir,
    exists: (type, id) => objectExists(client, type, id),
    ...options,
  });
}
