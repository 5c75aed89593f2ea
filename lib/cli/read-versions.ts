import { execFile } from 'node:child_process';
import packageJson from '../../package.json';
import { providerInUse, type ProviderInUse } from '../deploy/provider-version';
import { MINORS } from '../generated/minors';
import { installedHelm } from '../render/helm/find-helm';

/** What a report of a problem has to name. */
export interface Versions {
  /** Of this program. */
  readonly program: string;
  readonly node: string;
  /** The engine; `null` where there is none, or it does not answer. */
  readonly pulumi: string | null;
  /** `null` where none is installed, which the first render downloads. */
  readonly helm: string | null;
  readonly provider: ProviderInUse;
  /** Minors of Istio that are supported, oldest first. */
  readonly istio: readonly string[];
}

/** A program that does not answer in this time has no version, in milliseconds. */
const ANSWER_MS = 10_000;

/** Reads the versions of all that takes part. Nothing is downloaded for it, and nothing is asked outside this machine. */
export async function readVersions(env: NodeJS.ProcessEnv): Promise<Versions> {
  const helmPath = installedHelm(env);
  const pulumiPath = env['ISTIO_REVISIONS_BIN_PULUMI'] ?? 'pulumi';
  const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const [pulumi, helm] = await Promise.all([
    versionOf(pulumiPath, ['version'], quiet),
    helmPath === null ? null : versionOf(helmPath, ['version', '--short'], env),
  ]);
  return {
    program: packageJson.version,
    node: process.versions.node,
    pulumi,
    helm,
    provider: providerInUse(env),
    istio: MINORS,
  };
}

function versionOf(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env, timeout: ANSWER_MS }, (error, stdout) => {
      const said = /\d+\.\d+\.\d+[\w.+-]*/.exec(stdout)?.[0] ?? null;
      resolve(error === null ? said : null);
    });
  });
}
