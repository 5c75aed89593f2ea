import { metricsProblems } from './metrics/metrics-problems';
import { restartProblems } from './restart/restart-problems';
import type { RolloutSpec, WaveSpec } from './rollout-spec';

/** Every problem of a rollout as it is written, before any cluster is looked at. */
export function validateRolloutSpec(spec: RolloutSpec, revisions: readonly string[]): string[] {
  return [
    ...revisionProblems(spec, revisions),
    ...waveProblems(spec.waves),
    ...numberProblems(spec),
    ...restartProblems(spec.restart ?? {}),
    ...(spec.metrics === undefined ? [] : metricsProblems(spec.metrics)),
  ];
}

function revisionProblems(spec: RolloutSpec, revisions: readonly string[]): string[] {
  const unknown = (['from', 'to'] as const)
    .filter((end) => !revisions.includes(spec[end]))
    .map(
      (end) =>
        `${end}: revision "${spec[end]}" is not declared; declared: ${revisions.join(', ') || 'none'}`,
    );
  return spec.from === spec.to ? [...unknown, `from and to are both "${spec.from}"`] : unknown;
}

function waveProblems(waves: readonly WaveSpec[]): string[] {
  const problems: string[] =
    waves.length === 0 ? ['waves: there is none, so nothing would move'] : [];
  problems.push(
    ...repeated(waves.map(({ name }) => name)).map((name) => `waves: two are called "${name}"`),
  );
  const members = waves.flatMap((wave) =>
    'gateways' in wave
      ? wave.gateways.map(({ namespace, name }) => `gateway ${namespace}/${name}`)
      : wave.namespaces.map((name) => `namespace ${name}`),
  );
  problems.push(
    ...repeated(members).map((member) => `waves: ${member} is in two waves; it can move once`),
  );
  for (const wave of waves) {
    const size = 'gateways' in wave ? wave.gateways.length : wave.namespaces.length;
    if (size === 0) problems.push(`wave ${wave.name}: it is empty`);
  }
  const firstNamespaces = waves.findIndex((wave) => 'namespaces' in wave);
  const lastGateways = waves.findLastIndex((wave) => 'gateways' in wave);
  if (firstNamespaces >= 0 && lastGateways > firstNamespaces) {
    problems.push(
      `wave ${waves[lastGateways]?.name ?? ''}: gateways move before namespaces; put it first`,
    );
  }
  return problems;
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
    .filter(
      ([, value, least]) => value !== undefined && !(Number.isFinite(value) && value >= least),
    )
    .map(
      ([name, value, least]) =>
        `${name}: found ${String(value)}, must be a number of seconds from ${least}`,
    );
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
