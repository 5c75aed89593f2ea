import { findProblems } from '../../../generated/find-problems';
import { MINORS, SCHEMAS } from '../../../generated/minors';
import { minorOf } from '../../skew/minor-of';
import type { Check, Finding } from '../finding';
import { lookAt } from '../outcome';
import type { PrecheckInput } from '../precheck-input';

/** Where the difference is meant: each revision has its own istiod. */
const OWN: readonly string[] = ['defaultConfig.discoveryAddress', 'defaultConfig.tracing'];

/** What MeshConfig of the old revision the new version no longer reads, and where both differ. */
export const meshConfigCheck: Check<PrecheckInput> = {
  name: 'mesh-config',
  about:
    'settings of MeshConfig that the new version has deprecated or does not know, and that differ between revisions',
  waivable: true,
  run: ({ spec, versions, facts: { meshConfigs } }) =>
    lookAt({ meshConfigs }, ({ meshConfigs: all }) => [
      ...retired(spec.from, all[spec.from], versions[spec.to] ?? ''),
      ...differing(spec, all),
    ]),
};

function retired(from: string, config: unknown, version: string): Finding[] {
  const minor = MINORS.find((one) => minorOf(one) === minorOf(version));
  if (minor === undefined || config === undefined) return [];
  return findProblems(SCHEMAS[minor]().$defs, 'mesh.MeshConfig', config)
    .filter(({ kind }) => kind === 'deprecated-field' || kind === 'unknown-field')
    .map(({ kind, path, value }) => ({
      severity: kind === 'unknown-field' ? 'error' : 'warning',
      subject: `MeshConfig ${from}`,
      message:
        kind === 'unknown-field'
          ? `Istio ${version} does not know ${path.join('.')}`
          : `Istio ${version} has deprecated ${path.join('.')}`,
      evidence: [`${path.join('.')}: ${JSON.stringify(value)}`],
      remedy: 'leave it out, or set what took its place',
    }));
}

function differing(
  { from, to }: PrecheckInput['spec'],
  all: Readonly<Record<string, unknown>>,
): Finding[] {
  if (!(from in all) || !(to in all)) return [];
  const [before, after] = [leaves(all[from]), leaves(all[to])];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((path) => before.get(path) !== after.get(path))
    .filter((path) => !OWN.some((own) => path === own || path.startsWith(`${own}.`)))
    .map((path) => ({
      severity: 'warning',
      subject: `MeshConfig ${path}`,
      message: `${from} and ${to} differ, so a wave changes more than the version`,
      evidence: [
        `${from}: ${before.get(path) ?? 'not set'}`,
        `${to}: ${after.get(path) ?? 'not set'}`,
      ],
      remedy: 'nothing, if that is meant',
    }));
}

function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...leaves(inner, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
