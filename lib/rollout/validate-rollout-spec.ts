import { clustersProblems } from './fleet/clusters-spec';
import { metricsProblems } from './metrics/metrics-problems';
import { restartProblems } from './restart/restart-problems';
import type { RolloutSpec } from './rollout-spec';
import { isPatchNamed, patchProblems } from './patch/patch-problems';
import { shapeProblems } from './schema/shape-problems';
import { waveProblems } from './start/wave-problems';
import { workloadProblems } from './start/workload-problems';
import { tagNameProblems } from './tags/tag-name-problems';

/** More seconds than this, a year, are a mistake. */
const MOST_SECONDS = 365 * 86_400;

/** Every problem of a rollout as it is written, before any cluster is looked at. */
export function validateRolloutSpec(spec: RolloutSpec, revisions: readonly string[]): string[] {
  const shape = shapeProblems(spec);
  if (!shape.readable) return [...shape.problems];
  return [
    ...shape.problems,
    ...(isPatchNamed(spec) ? patchProblems(spec, revisions) : revisionProblems(spec, revisions)),
    ...waveProblems(spec.waves),
    ...tagNameProblems(spec, revisions),
    ...workloadProblems(spec),
    ...numberProblems(spec),
    ...restartProblems(spec.restart ?? {}),
    ...(spec.clusters === undefined ? [] : clustersProblems(spec.clusters)),
    ...(spec.metrics === undefined ? [] : metricsProblems(spec.metrics)),
  ];
}

/** Only `to` is rendered; what others installed moves too, but whoever installed it has to remove it. */
function revisionProblems(spec: RolloutSpec, revisions: readonly string[]): string[] {
  const { from, to, removal } = spec;
  const declared = `declared: ${revisions.join(', ') || 'none'}`;
  return [
    ...(revisions.includes(from) || removal === 'keep'
      ? []
      : [
          `from: revision "${from}" is not declared (${declared}), so a rollout cannot remove it; ` +
            'set removal to "keep" and remove it afterwards with what installed it',
        ]),
    ...(revisions.includes(to) ? [] : [`to: revision "${to}" is not declared; ${declared}`]),
    ...(from === to
      ? [`from and to are both "${from}"; to change its version, name both as ${from}@<version>`]
      : []),
  ];
}

function numberProblems(spec: RolloutSpec): string[] {
  const numbers: [string, number | undefined, number][] = [
    ['soakSeconds', spec.soakSeconds, 0],
    ['deadlineSeconds', spec.deadlineSeconds, 1],
    ['retainSeconds', spec.retainSeconds, 0],
    ['approvalSeconds', spec.approvalSeconds, 0],
    ...spec.waves.map((wave): [string, number | undefined, number] => [
      `wave ${wave.name}: soakSeconds`,
      wave.soakSeconds,
      0,
    ]),
  ];
  return numbers
    .filter(([, value, least]) => value !== undefined && !(value >= least && value <= MOST_SECONDS))
    .map(
      ([name, value, least]) =>
        `${name}: found ${String(value)}, must be a number of seconds from ${least} to ${MOST_SECONDS}`,
    );
}
