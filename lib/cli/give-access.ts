import {
  issueRemoteSecrets,
  planRemoteSecrets,
  type RemoteSecretOptions,
  type RemoteSecretReport,
} from '../cluster/remote/issue-remote-secrets';
import type { RemoteMember } from '../cluster/remote/remote-member';
import type { EnvironmentSpec } from '../../stacks/environments';
import { EXIT, type ExitCode } from './exit-code';
import { nameInMesh } from './name-in-mesh';
import { clientOf, labVariables } from './open-cluster';
import { readBy } from './read-by';

/** Issues what is due, and says what that was. What failed is said too, and tried again the next time. */
export async function giveAccess(
  environments: readonly EnvironmentSpec[],
  say: (line: string) => void,
): Promise<ExitCode> {
  const reports = await accessOf(environments, { now: new Date() }, 'issue');
  for (const report of reports) if (report.outcome !== 'kept') say(accessText(report));
  return exitCodeOf(reports);
}

/** The access of each cluster of a fleet to the others, as it is after what was due was issued, or only planned. */
export async function accessOf(
  environments: readonly EnvironmentSpec[],
  options: RemoteSecretOptions,
  how: 'plan' | 'issue',
): Promise<readonly RemoteSecretReport[]> {
  const members = environments.map(remoteMember);
  return how === 'plan'
    ? planRemoteSecrets(members, options)
    : issueRemoteSecrets(members, options);
}

/** What failed is an error; what is somebody else's, or only planned, is none. */
export function exitCodeOf(reports: readonly RemoteSecretReport[]): ExitCode {
  return reports.some(({ outcome }) => outcome === 'failed') ? EXIT.error : EXIT.done;
}

/** One line, with nothing secret in it. */
export function accessText({ reader, cluster, outcome, why, expires }: RemoteSecretReport): string {
  const until = expires === undefined ? '' : `, until ${expires}`;
  const because = why.length === 0 ? '' : `: ${why.join('; ')}`;
  return `access of ${reader} to ${cluster}: ${outcome}${until}${because}`;
}

/** A cluster of a fleet, as access to it and from it is given. @throws CliError (1) when the lab that it is in does not run */
export function remoteMember(environment: EnvironmentSpec): RemoteMember {
  const { name, cluster, mesh } = environment;
  const variables = { ...process.env, ...labVariables(cluster, name) };
  return {
    name: nameInMesh(environment),
    client: clientOf(cluster, variables),
    meshNamespace: mesh.namespace,
    reads: readBy(environment),
  };
}
