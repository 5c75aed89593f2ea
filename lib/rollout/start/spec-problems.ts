import type { RolloutSpec, WaveSpec } from '../rollout-spec';

/** Everything wrong with a rollout's spec by itself, each with what to do. */
export function specProblems(spec: RolloutSpec): string[] {
  const problems: string[] = [];
  if (spec.from === spec.to) {
    problems.push(`"from" and "to" are both ${spec.from}; name the revision to move to`);
  }
  if (spec.waves.length === 0) problems.push('the rollout has no waves; name at least one');
  for (const name of repeated(spec.waves.map((wave) => wave.name))) {
    problems.push(`two waves are named "${name}"; give each its own name`);
  }
  for (const member of repeated(spec.waves.flatMap(membersOf))) {
    problems.push(`${member} is in two places; a member belongs to exactly one wave`);
  }
  return [
    ...problems,
    ...orderProblems(spec.waves),
    ...numberProblems(spec),
    ...overlaps(spec.waves),
  ];
}

function orderProblems(waves: readonly WaveSpec[]): string[] {
  const firstNamespaces = waves.findIndex((wave) => 'namespaces' in wave);
  return waves
    .filter((wave, index) => 'gateways' in wave && firstNamespaces >= 0 && index > firstNamespaces)
    .map(
      (wave) => `gateway wave "${wave.name}" comes after a namespace wave; put gateway waves first`,
    );
}

function numberProblems(spec: RolloutSpec): string[] {
  const numbers: readonly (readonly [string, number | undefined, number])[] = [
    ['soakSeconds', spec.soakSeconds, 0],
    ['deadlineSeconds', spec.deadlineSeconds, 1],
    ...spec.waves.map((wave) => [`wave "${wave.name}" soakSeconds`, wave.soakSeconds, 0] as const),
  ];
  return numbers
    .filter(
      ([, value, least]) => value !== undefined && !(Number.isFinite(value) && value >= least),
    )
    .map(
      ([what, value, least]) => `${what} is ${String(value)}; allowed are numbers from ${least}`,
    );
}

/** A namespace's label decides over the label of a gateway in it, so the two waves would fight. */
function overlaps(waves: readonly WaveSpec[]): string[] {
  const namespaces = new Set(
    waves.flatMap((wave) => ('namespaces' in wave ? wave.namespaces : [])),
  );
  return waves
    .flatMap((wave) => ('gateways' in wave ? wave.gateways : []))
    .filter((gateway) => namespaces.has(gateway.namespace))
    .map(
      ({ namespace, name }) =>
        `gateway ${namespace}/${name} is in namespace ${namespace}, which a wave moves as well; ` +
        'a namespace with a gateway of the plan cannot be in a wave',
    );
}

function membersOf(wave: WaveSpec): string[] {
  return 'gateways' in wave
    ? wave.gateways.map(({ namespace, name }) => `gateway ${namespace}/${name}`)
    : wave.namespaces.map((name) => `namespace ${name}`);
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
