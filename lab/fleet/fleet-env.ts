import { join } from 'node:path';
import { exportLine, exportPath } from '../lab-env';
import type { Fleet } from './fleet';

/**
 * What a shell needs to find a lab with several clusters, as a file to source. kubectl gets a context for each of them, named as
 * they are; for what works on one of them, such as pulumi, there is the `env.sh` of that cluster.
 */
export function fleetScript({ dir, members }: Fleet, charts: string): string {
  const lines = [
    exportLine('ISTIO_REVISIONS_LAB', dir),
    exportLine('ISTIO_REVISIONS_CHARTS', charts),
    exportLine('KUBECONFIG', join(dir, 'kubeconfig')),
    // Every cluster has the same programs.
    ...members.slice(0, 1).map((member) => exportPath(join(member.dir, 'bin'))),
  ];
  return `${lines.join('\n')}\n`;
}
