import { statusOf } from './api-error';
import type { KubeClient } from './kube-client';

/**
 * Whether the object of a Pulumi resource exists.
 * @param type - `kubernetes:<group|core>/<version>:<Kind>`
 * @param id - `<namespace>/<name>` or `<name>`
 */
export async function objectExists(client: KubeClient, type: string, id: string): Promise<boolean> {
  const [, groupVersion = '', kind = ''] = type.split(':');
  const [first = '', second] = id.split('/');
  try {
    await client.objects.read({
      apiVersion: groupVersion.replace(/^core\//, ''),
      kind,
      metadata: second === undefined ? { name: first } : { namespace: first, name: second },
    });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
