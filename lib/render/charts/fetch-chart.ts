import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HelmError } from '../helm/helm-error';
import { findHelm } from '../helm/find-helm';
import { helmEnvironment } from '../helm/helm-environment';
import { runHelmSync } from '../helm/run-helm';
import { withoutCredentials, type ChartSource } from './chart-source';
import { ChartsError } from './charts-error';

/** A chart of a repository or registry. */
export interface ChartRequest {
  readonly source: Exclude<ChartSource, { readonly type: 'folder' }>;
  /** Name and version, exactly. */
  readonly title: string;
  readonly version: string;
  /** @default 60_000 */
  readonly timeoutMs?: number;
}

/** What of the caller's variables decides how the network is reached, and with which login. */
const NETWORK = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'XDG_CONFIG_HOME',
  'HELM_REGISTRY_CONFIG',
  'DOCKER_CONFIG',
];

/** Registries that may speak without TLS: those of this machine. */
const LOOPBACK = /^oci:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/;

/**
 * Has Helm fetch a chart and hands its archive on; it is gone afterwards.
 * @param folder - where the archive is put meanwhile; made unless it is there
 * @throws ChartsError saying what was asked of whom, and what to do
 * @throws HelmError where there is no Helm
 */
export function fetchChart<T>(
  request: ChartRequest,
  folder: string,
  env: NodeJS.ProcessEnv,
  use: (archive: string) => T,
): T {
  const helm = findHelm(env);
  const { title, version, timeoutMs } = request;
  let own: string;
  try {
    mkdirSync(folder, { recursive: true });
    own = mkdtempSync(join(folder, 'fetch-'));
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new ChartsError(
      `charts cannot be kept in ${folder}: ${message}; name a folder that can be written with ISTIO_REVISIONS_CACHE`,
    );
  }
  try {
    const args = ['pull', ...reference(request), `--version=${version}`, `--destination=${own}`];
    const limit = timeoutMs === undefined ? {} : { timeoutMs };
    runHelmSync({ helm: helm.path, args, env: pullEnvironment(env, own), ...limit });
    return use(join(own, `${title}-${version}.tgz`));
  } catch (error) {
    throw error instanceof HelmError ? unfetched(request, error) : error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function reference({ source, title }: ChartRequest): readonly string[] {
  if (source.type === 'repository') return [title, `--repo=${source.url}`];
  return [`${source.url}/${title}`, ...(LOOPBACK.test(source.url) ? ['--plain-http'] : [])];
}

/** A login of `helm registry login` or of docker counts; no repository, plugin or cache of the caller does. */
function pullEnvironment(env: NodeJS.ProcessEnv, own: string): NodeJS.ProcessEnv {
  const { HELM_CONFIG_HOME: _ours, ...renders } = helmEnvironment(env);
  const theirs = env['HELM_CONFIG_HOME'];
  return {
    ...renders,
    ...Object.fromEntries(NETWORK.map((name) => [name, env[name]])),
    ...(theirs === undefined ? {} : { HELM_CONFIG_HOME: theirs }),
    HELM_CACHE_HOME: join(own, 'cache'),
    HELM_DATA_HOME: join(own, 'data'),
    HELM_REPOSITORY_CONFIG: join(own, 'repositories.yaml'),
  };
}

function unfetched({ source, title, version }: ChartRequest, error: HelmError): ChartsError {
  const said = withoutCredentials(error.message);
  const reason = said.replace(/^helm pull failed: (Error: )?/, '').replace(/\s+/g, ' ');
  return new ChartsError(
    `chart ${title} ${version} could not be fetched from ${withoutCredentials(source.url)}: ${reason}. ` +
      `Check the version, the address and the network; or put ${title}-${version}.tgz into a folder and name that with ` +
      'ISTIO_REVISIONS_CHARTS',
  );
}
