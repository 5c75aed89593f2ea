import { setTimeout } from 'node:timers/promises';
import {
  issueRemoteSecrets,
  type RemoteSecretReport,
} from '../cluster/remote/issue-remote-secrets';
import type { RemoteMember } from '../cluster/remote/remote-member';
import type { EnvironmentSpec } from '../../stacks/environments';
import { accessText, remoteMember } from './give-access';

/** How often it is tried, in milliseconds: the account is made early by what goes on meanwhile. */
const PAUSE_MS = 2_000;

/**
 * Does something to a cluster of a fleet. One that uses the istiods of another has no injector that works before those have access to
 * it, so its gateways would not come up: that access is given as soon as the account for it is there, while the rest goes on.
 */
export async function giveAccessMeanwhile<T>(
  environments: readonly EnvironmentSpec[],
  name: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const own = environments.find((one) => one.name === name);
  const primary = environments.find(
    ({ fleet }) => fleet !== undefined && fleet.cluster === own?.fleet?.controlPlane?.cluster,
  );
  if (own === undefined || primary === undefined) return work();
  const over = new AbortController();
  const giving = giveUntil(over.signal, [own, primary], say);
  try {
    return await work();
  } finally {
    over.abort();
    await giving;
  }
}

/** What cannot be given is told when the access of all clusters is. */
async function giveUntil(
  over: AbortSignal,
  [own, primary]: readonly [EnvironmentSpec, EnvironmentSpec],
  say: (line: string) => void,
): Promise<void> {
  while (!over.aborted) {
    const reports = await given(own, primary);
    for (const report of reports) if (report.outcome === 'issued') say(accessText(report));
    if (reports.length > 0 && reports.every(({ outcome }) => outcome !== 'failed')) return;
    // Ended early, it rejects.
    await setTimeout(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
  }
}

async function given(
  own: EnvironmentSpec,
  primary: EnvironmentSpec,
): Promise<readonly RemoteSecretReport[]> {
  try {
    const read: RemoteMember = { ...remoteMember(own), reads: [] };
    const reader: RemoteMember = { ...remoteMember(primary), reads: [read.name] };
    return await issueRemoteSecrets([reader, read], { now: new Date() });
  } catch {
    // A kubeconfig that cannot be used is told by what goes on meanwhile.
    return [];
  }
}
