import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from '../operator/json';

/** Istio's charts as this program uses them, by their folder below `manifests/charts`. */
export const CHART = {
  base: 'base',
  istiod: 'istio-control/istio-discovery',
  gateway: 'gateway',
} as const;

/** Thrown when the charts of a version cannot be found; the message says where they were looked for. */
export class ChartsNotFoundError extends Error {
  override readonly name = 'ChartsNotFoundError';
}

/**
 * The folder with the charts and profiles of an Istio version: `installPackagePath` of the document, or
 * `ISTIO_REVISIONS_CHARTS/<minor>/manifests`.
 * @throws ChartsNotFoundError
 */
export function findManifests(
  version: string,
  installPackagePath: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (installPackagePath !== undefined)
    return existing(
      installPackagePath,
      'spec.installPackagePath of the document or of ISTIO_REVISIONS_SET',
    );
  const minor = /^(\d+\.\d+)\.\d+/.exec(version)?.[1];
  if (minor === undefined) {
    throw new ChartsNotFoundError(
      `"${version}" is no Istio version such as 1.31.0, so its charts cannot be chosen; set the tag to a release, or spec.installPackagePath`,
    );
  }
  const root = env['ISTIO_REVISIONS_CHARTS'];
  if (root === undefined) {
    throw new ChartsNotFoundError(
      `ISTIO_REVISIONS_CHARTS is not set: it names a folder with the charts of each minor, ${minor}/manifests; ` +
        '"istio-revisions lab up" provides one, and "source .lab/env.sh" sets it',
    );
  }
  return existing(join(root, minor, 'manifests'), 'ISTIO_REVISIONS_CHARTS');
}

/** Reads an IstioOperator profile; `null` when the charts have none of that name. */
export function readProfile(manifests: string, name: string): JsonObject | null {
  if (!/^[a-z0-9-]+$/.test(name)) return null;
  const file = join(manifests, 'profiles', `${name}.yaml`);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as JsonObject) : null;
}

function existing(folder: string, named: string): string {
  if (existsSync(join(folder, 'charts', CHART.base, 'Chart.yaml'))) return folder;
  throw new ChartsNotFoundError(`no Istio charts in ${folder}, which ${named} names`);
}
