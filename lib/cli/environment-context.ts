import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createKubeClient, type KubeClient } from '../cluster/kube-client';
import { observe } from '../cluster/observe';
import { prometheusGet } from '../cluster/prometheus/prometheus-get';
import { createMetricsReader, type ReadMetrics } from '../cluster/prometheus/read-metrics';
import { createRecordStore, type RecordStore } from '../cluster/record-store';
import { objectExists } from '../cluster/object-exists';
import { createEngine, type Engine } from '../deploy/engine';
import { providerInUse, providerText } from '../deploy/provider-version';
import { metricsQuestion } from '../rollout/metrics/metrics-question';
import type { Observation } from '../rollout/observation';
import type { RolloutRecord } from '../rollout/record';
import type { RolloutSpec } from '../rollout/rollout-spec';
import { clusterProblems } from '../../stacks/cluster-problems';
import { findEnvironment, type EnvironmentSpec } from '../../stacks/environments';
import { labEnv } from '../../lab/lab-env';
import { readRunningLab } from '../../lab/state';
import { CliError } from './cli-error';
import { EXIT } from './exit-code';

/** Everything a command needs of one environment. */
export interface EnvironmentContext {
  readonly environment: EnvironmentSpec;
  readonly client: KubeClient;
  readonly store: RecordStore;
  readonly engine: Engine;
  /** Reads what a tick of a rollout between these revisions needs, metrics included. */
  readonly observe: (
    revisions: readonly string[],
  ) => (record: RolloutRecord | null) => Promise<Observation>;
  /** Which Kubernetes provider the engine will use, for the first line of output. */
  readonly provider: string;
}

/** What may differ between two uses of the same environment. */
export interface ContextOptions {
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Opens an environment by name.
 *
 * @throws CliError when the name is unknown or the settings of this shell lead to another cluster (2), or when the lab it
 * lives in does not run (1).
 */
export function openEnvironment(name: string, options: ContextOptions = {}): EnvironmentContext {
  const environment = environmentNamed(name);
  const env = processEnv(environment);
  // Helm, the engine and the API client all read the same variables; one place decides them for this process.
  Object.assign(process.env, env);
  const provider = providerInUse();
  requireRightCluster(environment, provider.kind === 'stand-in');
  const client = createKubeClient(environment.cluster);
  const projectDir = findProject();
  const engine = createEngine({
    projectDir,
    stack: environment.name,
    env,
    workDir: join(env['ISTIO_REVISIONS_LAB'] ?? join(projectDir, '.pulumi'), 'engine'),
    exists: (type, id) => objectExists(client, type, id),
    ...options,
  });
  return {
    environment,
    client,
    engine,
    store: createRecordStore(client, environment.mesh.namespace),
    observe: observer(client, metricsReader(client, environment)),
    provider: providerText(provider),
  };
}

function metricsReader(client: KubeClient, { prometheus }: EnvironmentSpec): ReadMetrics | null {
  return prometheus === undefined
    ? null
    : createMetricsReader(prometheusGet(client, prometheus), Date.now);
}

function observer(client: KubeClient, read: ReadMetrics | null): EnvironmentContext['observe'] {
  return (revisions) => (record) =>
    observe(client, revisions, Date.now, () => {
      const question = record === null ? null : metricsQuestion(record, Date.now());
      return question === null || read === null ? null : read(question);
    });
}

/** The rollout that an environment declares. @throws CliError (2) when it declares none. */
export function rolloutOf(environment: EnvironmentSpec): RolloutSpec {
  if (environment.rollout !== undefined) return environment.rollout;
  throw new CliError(
    `environment "${environment.name}" declares no rollout; add one to stacks/environments/${environment.name}.ts`,
    EXIT.badInput,
  );
}

function environmentNamed(name: string): EnvironmentSpec {
  try {
    return findEnvironment(name);
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), EXIT.badInput);
  }
}

function processEnv(environment: EnvironmentSpec): Record<string, string> {
  if (environment.cluster.lab !== true) return {};
  const lab = readRunningLab();
  if (lab === null) {
    throw new CliError(
      `environment "${environment.name}" lives in the lab, which does not run: start it with "istio-revisions lab up"`,
      EXIT.error,
    );
  }
  return labEnv(lab, process.env);
}

function requireRightCluster(environment: EnvironmentSpec, standIn: boolean): void {
  const problems = clusterProblems({ environment, variables: process.env, standIn });
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.badInput);
}

/** The folder of the Pulumi project: this one or the nearest above. */
function findProject(): string {
  for (let dir = process.cwd(); ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'Pulumi.yaml'))) return dir;
    if (dir === dirname(dir)) {
      throw new CliError(
        `no Pulumi.yaml in ${process.cwd()} or above it; run the command inside the project`,
        EXIT.badInput,
      );
    }
  }
}
