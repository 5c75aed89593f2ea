import type { V1Namespace } from '@kubernetes/client-node';
import type { InjectionProbe } from '../rollout/health/dry-run-probes';
import { judgePod } from '../rollout/health/judge-pod';
import { judgeValidation } from '../rollout/health/judge-validation';
import { INJECTION_LABEL } from '../rollout/names';
import type { HandOverProbes } from '../rollout/pointers/hand-over-probes';
import { tagOf } from '../rollout/pointers/pointer-key';
import type { KubeClient } from './kube-client';
import { listAll } from './list-all';
import { probeCreate } from './probe-create';
import { OTHER_NAMESPACE, probeInjection } from './probe-injection';
import { probePod } from './probe-pod';
import { invalidRule } from './probe-validation';

/** In so many namespaces a pod is tried that policies or quotas of theirs may refuse. */
const NAMESPACES = 3;

/** What says nothing of a tag: the next namespace is tried. */
const SAYS_NOTHING: readonly InjectionProbe['outcome'][] = [
  'namespace-decides',
  'refused',
  'forbidden',
];

/**
 * Tries what was handed over: an invalid object that names no revision, and for each tag a pod that asks for it; of the tag
 * `default`, one in a namespace labelled `istio-injection=enabled` where there is any. Nothing is made.
 *
 * @param keys - what was handed over
 * @throws Error when the API server did not answer.
 */
export async function probeHandOver(
  client: KubeClient,
  keys: readonly string[],
  meshNamespace: string,
): Promise<HandOverProbes> {
  const tags = keys.flatMap((key) => tagOf(key) ?? []);
  const [answer, injections] = await Promise.all([
    probeCreate(client, invalidRule(null, meshNamespace)),
    Promise.all(
      tags.map(async (tag) => [tag, await probeTag(client, tag, meshNamespace)] as const),
    ),
  ]);
  return { validation: judgeValidation(answer), tags: Object.fromEntries(injections) };
}

async function probeTag(
  client: KubeClient,
  tag: string,
  meshNamespace: string,
): Promise<InjectionProbe> {
  const enabled = tag === 'default' ? await enabledNamespaces(client) : [];
  for (const namespace of enabled.slice(0, NAMESPACES)) {
    const probe = judgePod(await probePod(client, namespace, {}));
    if (!SAYS_NOTHING.includes(probe.outcome)) return probe;
  }
  const probe = await probeInjection(client, tag, meshNamespace);
  return SAYS_NOTHING.includes(probe.outcome)
    ? probeInjection(client, tag, OTHER_NAMESPACE)
    : probe;
}

async function enabledNamespaces(client: KubeClient): Promise<string[]> {
  const labelSelector = `${INJECTION_LABEL}=enabled`;
  const enabled = await listAll<V1Namespace>(client, 'v1', 'Namespace', { labelSelector });
  return enabled
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata?.name ?? '');
}
