import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from './kube-client';

interface Review extends KubernetesObject {
  readonly status?: { readonly userInfo?: { readonly username?: string } };
}

/**
 * Who we are to the API server: what it authenticated, not what the machine says.
 * @throws Error when it does not say, which it does for everybody it has authenticated (Kubernetes 1.28 and newer).
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review
 */
export async function whoAmI({ objects }: KubeClient): Promise<string> {
  const review: Review = await objects.create({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
  });
  const username = review.status?.userInfo?.username ?? '';
  if (username === '') throw new Error('the API server does not say who this command runs as');
  return username;
}
