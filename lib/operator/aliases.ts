import { TRANSLATED } from './merge-spec';

type Path = readonly string[];

/** Fields of the spec that the charts know as values, by where they stand there; paths are below the spec. */
export const ALIASES: readonly (readonly [field: Path, value: Path])[] = [
  ...TRANSLATED.map(([field, value]) => [field, ['values', ...value]] as const),
  [['unvalidatedValues'], ['values']],
];

/** Settings of a component that its chart knows as values; paths are below the component, and below its values. */
export const TOLD: readonly (readonly [setting: Path, value: Path])[] = [
  [['hub'], ['hub']],
  [['tag'], ['tag']],
  [['name'], ['name']],
  [['label'], ['labels']],
  [['k8s', 'service', 'ports'], ['ports']],
  [['k8s', 'hpaSpec', 'minReplicas'], ['autoscaleMin']],
  [['k8s', 'hpaSpec', 'maxReplicas'], ['autoscaleMax']],
  [['k8s', 'replicaCount'], ['replicaCount']],
  [
    ['k8s', 'resources', 'limits', 'cpu'],
    ['resources', 'limits', 'cpu'],
  ],
  [
    ['k8s', 'resources', 'requests', 'cpu'],
    ['resources', 'requests', 'cpu'],
  ],
];

/** Whether a path is at another or below it. */
export function isAtOrBelow(path: Path, above: Path): boolean {
  return above.every((key, index) => path[index] === key);
}

/** A path under its other name; `null` where it has none. */
export function renamed(path: Path, [from, to]: readonly [from: Path, to: Path]): Path | null {
  return isAtOrBelow(path, from) ? [...to, ...path.slice(from.length)] : null;
}
