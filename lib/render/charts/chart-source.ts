import { resolve } from 'node:path';
import { ChartsError } from './charts-error';

/** The variable that says where charts come from. */
export const CHARTS_VARIABLE = 'ISTIO_REVISIONS_CHARTS';

/** @see https://istio.io/latest/docs/setup/install/helm/ */
export const OFFICIAL_REPOSITORY = 'https://istio-release.storage.googleapis.com/charts';

/** Where charts come from. */
export type ChartSource =
  /** A Helm repository, or a folder of an OCI registry. */
  | { readonly type: 'repository' | 'registry'; readonly url: string }
  /** A folder with archives, or with a tree for each minor. */
  | { readonly type: 'folder'; readonly path: string };

/**
 * Where charts come from: Istio's own Helm repository, or what `ISTIO_REVISIONS_CHARTS` names. That is the URL of another Helm
 * repository (`https://…`), a folder of an OCI registry (`oci://…`), or a path: of a folder with `<chart>-<version>.tgz`, or
 * with `<minor>/manifests` as in Istio's release archives.
 * @throws ChartsError for a URL of any other kind
 */
export function chartSource(env: NodeJS.ProcessEnv): ChartSource {
  const named = env[CHARTS_VARIABLE];
  if (named === undefined) return { type: 'repository', url: OFFICIAL_REPOSITORY };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(named)?.[1]?.toLowerCase();
  const url = named.replace(/\/+$/, '');
  if (scheme === 'https' || scheme === 'http') return { type: 'repository', url };
  if (scheme === 'oci') return { type: 'registry', url };
  if (scheme === undefined && named.trim() !== '') return { type: 'folder', path: resolve(named) };
  throw new ChartsError(
    `${CHARTS_VARIABLE} is ${JSON.stringify(withoutCredentials(named))}; it names a Helm repository (https://…), ` +
      'an OCI registry (oci://…) or a folder; unset it for the repository of the Istio project',
  );
}

/** A text with URLs as people may see it: without logins and without what may hold a token. */
export function withoutCredentials(url: string): string {
  return url.replaceAll(/:\/\/[^/\s"]*@/g, '://').replaceAll(/[?#][^\s"]*/g, '');
}
