import { DNS_LABEL } from '../lib/operator/dns-label';
import { REVISION_LABEL } from '../lib/rollout/names';
import { matchesSelector } from '../lib/rollout/selector/matches-selector';
import type { LabelSelector } from '../lib/rollout/selector/label-selector';
import type { EnvironmentSpec } from './environments/environment';

/** Where something is wrong, and what. */
type Problem = readonly [path: string, message: string];

/** Everything that keeps the declared namespaces of an environment from being in its mesh. */
export function namespaceProblems({ mesh }: Pick<EnvironmentSpec, 'mesh'>): readonly Problem[] {
  const declared = mesh.namespaces ?? [];
  const own = new Set([mesh.namespace, ...mesh.gateways.map(({ namespace }) => namespace)]);
  const revisions = mesh.revisions.map(({ revision }) => revision);
  return declared.flatMap(({ name, revision }, index): Problem[] => {
    const path = `mesh.namespaces.${name}`;
    return [
      ...(DNS_LABEL.test(name)
        ? []
        : [problem('mesh.namespaces', `found "${name}", which is no name of a namespace`)]),
      ...(declared.findIndex((other) => other.name === name) === index
        ? []
        : [problem('mesh.namespaces', `two are called "${name}"`)]),
      ...(own.has(name)
        ? [
            problem(
              path,
              'the control plane or a gateway is in it, whose pods have a label of their own; leave it out',
            ),
          ]
        : []),
      ...(revisions.includes(revision)
        ? []
        : [
            problem(
              `${path}.revision`,
              `found "${revision}", which is not declared; declared: ${revisions.join(', ')}`,
            ),
          ]),
      ...discoveryProblems(mesh, path, {
        'kubernetes.io/metadata.name': name,
        [REVISION_LABEL]: revision,
      }),
    ];
  });
}

/**
 * What of a mesh's discovery selectors leaves a namespace with these labels out: its istiods would know none of its services and
 * read none of its configuration.
 */
export function discoveryProblems(
  mesh: Pick<EnvironmentSpec['mesh'], 'meshConfig' | 'revisions'>,
  path: string,
  labels: Readonly<Record<string, string>>,
): readonly Problem[] {
  const sources = [
    ['mesh.meshConfig', mesh.meshConfig] as const,
    ...mesh.revisions.map(
      (one) => [`mesh.revisions.${one.revision}.meshConfig`, one.meshConfig] as const,
    ),
  ];
  return sources.flatMap(([source, config]) => {
    const selectors = (config?.discoverySelectors ?? []) as readonly LabelSelector[];
    if (selectors.length === 0 || selectors.some((one) => matchesSelector(one, labels))) return [];
    const known = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return [
      problem(
        path,
        `${source}.discoverySelectors leave it out, which know it by ${known.join(', ')}; widen them, or give it a label that they select`,
      ),
    ];
  });
}

function problem(path: string, message: string): Problem {
  return [path, message];
}
