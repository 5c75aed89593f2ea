import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from '../kube-client';
import type { Right } from './needed-rights';

interface Review extends KubernetesObject {
  readonly spec: object;
  readonly status?: { readonly allowed?: boolean; readonly evaluationError?: string };
}

/** One verb on one resource. */
type Single = Omit<Right, 'verbs' | 'resources'> & {
  readonly verb: string;
  readonly resource: string;
};

/**
 * What of it the account may not do, a sentence each. Every authenticated account may ask this of itself.
 *
 * @throws ApiException when the API server does not answer that.
 */
export async function missingRights(
  { objects }: Pick<KubeClient, 'objects'>,
  rights: readonly Right[],
): Promise<readonly string[]> {
  const asked = rights.flatMap(singlesOf).map(async (single): Promise<string[]> => {
    const review: Review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: attributesOf(single) },
    };
    const { status } = await objects.create<Review>(review);
    if (status?.allowed === true) return [];
    const cause = status?.evaluationError ?? '';
    return [`${sentenceOf(single)}${cause === '' ? '' : ` (${cause})`}`];
  });
  return (await Promise.all(asked)).flat();
}

function singlesOf({ verbs, resources, ...where }: Right): readonly Single[] {
  return verbs.flatMap((verb) => resources.map((resource) => ({ ...where, verb, resource })));
}

function attributesOf({ verb, group, resource, namespace }: Single): object {
  const [kind = '', subresource] = resource.split('/');
  return { verb, group, resource: kind, subresource, namespace };
}

function sentenceOf({ verb, group, resource, namespace }: Single): string {
  const of = group === '' ? '' : ` of ${group}`;
  const where = namespace === undefined ? 'in the whole cluster' : `in namespace ${namespace}`;
  return `the account may not ${verb} ${resource}${of} ${where}; allow it with a role`;
}
