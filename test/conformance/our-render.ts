import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import { InvalidInputError, type Issue } from '../../lib/operator/issue';
import { ISTIO_OPERATOR, VERSION_ANNOTATION } from '../../lib/operator/istio-operator';
import type { OperatorFile, OperatorInputs } from '../../lib/operator/operator-inputs';
import { readOperator } from '../../lib/operator/read-operator';
import { HelmError } from '../../lib/render/helm/helm-error';
import { renderInputs } from '../../lib/render/render-inputs';
import { renderEnvironment } from '../support/render-environment';
import type { ConformanceInput } from './conformance-input';
import type { Outcome } from './outcome';

/** Our render of the charts of a minor. */
export interface OurRender {
  readonly render: (
    input: Pick<ConformanceInput, 'files' | 'settings'>,
    env?: Readonly<Record<string, string>>,
  ) => Outcome;
  readonly close: () => void;
}

/**
 * Opens our render with a cache of its own, so that nothing that an older state of the code rendered passes for what it
 * renders now.
 * @param charts - a folder with `<minor>/manifests` @default that of the lab
 */
export async function openOurRender(minor: string, charts?: string): Promise<OurRender> {
  const cache = mkdtempSync(join(tmpdir(), 'istio-revisions-conformance-'));
  const env: NodeJS.ProcessEnv = {
    ...(await renderEnvironment()),
    ISTIO_REVISIONS_CACHE: cache,
    ...(charts === undefined ? {} : { ISTIO_REVISIONS_CHARTS: charts }),
  };
  return {
    render: ({ files, settings }, more = {}) => {
      try {
        return outcomeOf(readInputs(files, settings, minor), { ...env, ...more });
      } catch (error) {
        return refusalOf(error);
      }
    },
    close: () => {
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

/** The documents of an input, under one that says nothing but the version, which is built into istioctl. */
function readInputs(
  paths: readonly string[],
  settings: readonly string[],
  minor: string,
): OperatorInputs {
  const read = paths.map((path) => readOperator(readFileSync(path), path));
  const issues = read.flatMap((one) => one.issues);
  if (issues.length > 0) throw new InvalidInputError(issues);
  const annotations = { [VERSION_ANNOTATION]: ISTIO_VERSIONS[minor] };
  const version: OperatorFile = {
    name: 'version',
    document: { ...ISTIO_OPERATOR, metadata: { annotations }, spec: {} },
  };
  return { files: [version, ...read.flatMap(({ file }) => file ?? [])], settings };
}

function outcomeOf(inputs: OperatorInputs, env: NodeJS.ProcessEnv): Outcome {
  const { objects, warnings } = renderInputs(inputs, env);
  return { type: 'rendered', objects, reported: codesOf(warnings) };
}

/** Whatever else is thrown is a fault of ours, and no refusal. */
function refusalOf(error: unknown): Outcome {
  if (error instanceof InvalidInputError)
    return { type: 'refused', message: error.message, reported: codesOf(error.issues) };
  // What the charts themselves refuse.
  if (error instanceof HelmError) return { type: 'refused', message: error.message, reported: [] };
  throw error;
}

function codesOf(issues: readonly Issue[]): string[] {
  return issues.map(({ code }) => code);
}
