import { basename, join, sep } from 'node:path';
import type { EnvironmentVariables } from '../lib/operator/environment-layer';
import type { EnvironmentSpec } from './environments/environment';

/** What of the lab's settings would lead another environment into the lab. */
const OF_THE_LAB = ['PULUMI_HOME', 'PULUMI_BACKEND_URL'];

/** What decides which cluster, state and provider an environment gets. */
export interface ClusterChoice {
  readonly environment: Pick<EnvironmentSpec, 'name' | 'cluster'>;
  readonly variables: EnvironmentVariables;
  /** Whether the engine would load the lab's provider instead of the official one. */
  readonly standIn: boolean;
}

/**
 * Every reason why these settings lead the lab's environment out of the lab, or another one into it. A shell that once
 * sourced the lab's `env.sh` keeps its settings, so both happen by mistake.
 */
export function clusterProblems(choice: ClusterChoice): string[] {
  return choice.environment.cluster.lab !== undefined ? awayFromLab(choice) : intoLab(choice);
}

function awayFromLab({ environment, variables }: ClusterChoice): string[] {
  const lab = variables['ISTIO_REVISIONS_LAB'] ?? '';
  if (lab === '') {
    return [
      `environment "${environment.name}" lives in the lab: start it with "istio-revisions lab up", ` +
        'then "source .lab/env.sh" in this shell',
    ];
  }
  const { lab: member } = environment.cluster;
  if (typeof member === 'string' && basename(lab) !== member) {
    const file = join('.lab', 'clusters', member, 'env.sh');
    return [
      `environment "${environment.name}" lives in ${member} of the lab, but ISTIO_REVISIONS_LAB is ${lab}: ` +
        `"source ${file}" in this shell`,
    ];
  }
  const expected = join(lab, 'kubeconfig');
  const found = variables['KUBECONFIG'];
  if (found === expected) return [];
  return [
    `environment "${environment.name}" lives in the lab, but KUBECONFIG is ${found ?? 'not set'}, not ${expected}: ` +
      `"source ${join(lab, 'env.sh')}" in this shell`,
  ];
}

function intoLab({ environment, variables, standIn }: ClusterChoice): string[] {
  const lab = variables['ISTIO_REVISIONS_LAB'] ?? '';
  const names = [
    ...(environment.cluster.kubeconfig === undefined ? ['KUBECONFIG'] : []),
    ...OF_THE_LAB,
  ];
  const leading = names.filter(
    (name) => lab !== '' && (variables[name] ?? '').replace('file://', '').startsWith(lab + sep),
  );
  const where = `environment "${environment.name}" is not the lab's`;
  const next = 'use a shell that has not sourced the env.sh of the lab';
  return [
    ...leading.map((name) => `${where}, but ${name} is ${variables[name] ?? ''}: ${next}`),
    ...(standIn
      ? [
          `${where}, but the Kubernetes provider in PULUMI_HOME is the lab's stand-in: ${next}, ` +
            'or "pulumi plugin install resource kubernetes"',
        ]
      : []),
  ];
}
