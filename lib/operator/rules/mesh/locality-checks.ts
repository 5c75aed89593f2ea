import { isObject, type Json, type JsonObject } from '../../json';
import { elementsOf, textOf, textsOf } from '../../json-at';
import type { MeshCheck, MeshProblem } from './mesh-check';

const TOPOLOGY = [
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
];

/**
 * Checks how traffic is kept in its region and zone.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export const localityChecks: MeshCheck = (mesh) => [
  ...localityProblems(mesh['localityLbSetting']),
  ...zoneProblems(mesh['zoneAwareLbSetting']),
];

function localityProblems(setting: Json | undefined): MeshProblem[] {
  if (!isObject(setting)) return [];
  const path = ['localityLbSetting'];
  const distribute = elementsOf(setting['distribute']);
  const failover = elementsOf(setting['failover']);
  const topology = topologyLabels(setting);
  if (distribute.length > 0 && failover.length > 0)
    return [{ path, message: 'found distribute and failover; set one of the two' }];
  return [
    ...(failover.length > 0 ? topology : []).map(([place, label]) => ({
      path: [...path, 'failoverPriority', place],
      message: `found "${label}" beside failover, which orders regions already; remove one of the two`,
    })),
    ...distribute.flatMap(([place, one]) => weightProblems([...path, 'distribute', place], one)),
    ...overlaps(
      [...path, 'distribute'],
      distribute.map(([place, { from }]) => [place, textOf(from) ?? '']),
    ),
    ...failoverProblems([...path, 'failover'], failover),
  ];
}

function zoneProblems(setting: Json | undefined): MeshProblem[] {
  if (!isObject(setting)) return [];
  const path = ['zoneAwareLbSetting'];
  return [
    ...topologyLabels(setting).map(([place, label]) => ({
      path: [...path, 'failoverPriority', place],
      message: `found "${label}", by which traffic is ordered anyway; remove it`,
    })),
    ...failoverProblems([...path, 'failover'], elementsOf(setting['failover'])),
  ];
}

function topologyLabels(setting: JsonObject): (readonly [string, string])[] {
  return textsOf(setting['failoverPriority']).filter(([, label]) => TOPOLOGY.includes(label));
}

function weightProblems(path: readonly string[], { to }: JsonObject): MeshProblem[] {
  const weights = isObject(to) ? Object.entries(to) : [];
  const numbers = weights.map(([, weight]) => Number(weight));
  const wrong = weights.filter(
    (_, index) => !((numbers[index] ?? 0) >= 1 && (numbers[index] ?? 0) <= 100),
  );
  if (wrong.length > 0) {
    return wrong.map(([name, weight]) => ({
      path: [...path, 'to', name],
      message: `found ${String(weight as number)}, must be a weight from 1 to 100`,
    }));
  }
  const sum = numbers.reduce((total, weight) => total + weight, 0);
  const total = `the weights add up to ${String(sum)}, must be 100`;
  return [
    ...(sum === 100 ? [] : [{ path: [...path, 'to'], message: total }]),
    ...overlaps(
      [...path, 'to'],
      weights.map(([name]) => [name, name]),
    ),
  ];
}

/** Localities that name part of each other, and those that are none. */
function overlaps(
  path: readonly string[],
  localities: readonly (readonly [place: string, locality: string])[],
): MeshProblem[] {
  return localities.flatMap(([place, locality], index) => {
    const at = [...path, place];
    const wildcard = locality.indexOf('*');
    if (wildcard >= 0 && wildcard < locality.length - 1)
      return [
        { path: at, message: `found "${locality}"; a "*" stands at the end, such as "region/*"` },
      ];
    if (locality.split('/').includes(''))
      return [
        {
          path: at,
          message: `found "${locality}"; it must be region, region/zone or region/zone/subzone`,
        },
      ];
    const other = localities.slice(0, index).find(([, before]) => isPart(locality, before));
    return other === undefined
      ? []
      : [
          {
            path: at,
            message: `found "${locality}", which overlaps with "${other[1]}"; remove one of the two`,
          },
        ];
  });
}

/** Whether a locality is in one that was named before; a wildcard may follow single localities, not precede them. */
function isPart(locality: string, before: string): boolean {
  const [own, earlier] = [locality.split('/'), before.split('/')];
  return own
    .slice(0, earlier.length)
    .every((part, index) => part === earlier[index] || earlier[index] === '*');
}

function failoverProblems(
  path: readonly string[],
  failover: readonly (readonly [string, JsonObject])[],
): MeshProblem[] {
  return failover.flatMap(([place, { from, to }]) => {
    const regions = [textOf(from) ?? '', textOf(to) ?? ''];
    const at = [...path, place];
    const isNamed = regions.every((region) => !/[/*]/.test(region));
    return [
      ...(regions[0] === regions[1]
        ? [
            {
              path: at,
              message: `found "${regions[0] ?? ''}" twice; from and to must be different regions`,
            },
          ]
        : []),
      ...(isNamed
        ? []
        : [
            {
              path: at,
              message: `found "${regions.join('" and "')}"; failover is between regions, without "/" and "*"`,
            },
          ]),
    ];
  });
}
