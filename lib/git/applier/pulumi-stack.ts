import type { KubeObject } from '../../render/kube-object';
import { branchOf, type GitSpec } from '../git-spec';

/**
 * The Stack by which the Pulumi Kubernetes Operator runs the program of one stack. It re-asserts the recorded position, as plain `pulumi up`
 * does, once for each commit, and deletes nothing when it is deleted itself.
 * @param stack - name of Pulumi's stack, which is that of the environment
 * @throws Error where the spec has no Pulumi operator
 */
export function pulumiStack(stack: string, spec: GitSpec): KubeObject {
  const { pulumi } = spec;
  if (pulumi === undefined) throw new Error('git.pulumi is missing');
  return {
    apiVersion: 'pulumi.com/v1',
    kind: 'Stack',
    metadata: { name: stack, namespace: pulumi.namespace },
    spec: {
      stack,
      projectRepo: spec.repository,
      branch: branchOf(spec),
      ...(pulumi.backend === undefined ? {} : { backend: pulumi.backend }),
      serviceAccountName: pulumi.serviceAccount,
      refresh: false,
      destroyOnFinalize: false,
      retryOnUpdateConflict: true,
    },
  };
}
