import { DNS_LABEL } from '../../operator/dns-label';
import type { RolloutSpec, WaveSpec } from '../rollout-spec';
import { isGatewayApiRef } from '../wave-members';
import { REMOVAL } from '../commands/removal-approval';
import { selectorProblems } from '../selector/selector-problems';
import { selectorText } from '../selector/selector-text';
import { STRAGGLERS } from '../stragglers';
import { MOVED } from './already-moved';

/** How a wave may say what is in it. */
const MEMBERS = ['namespaces', 'selector', 'workloads', 'gateways'] as const;

/** As Kubernetes names Deployments. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Everything that is wrong with waves by themselves, each naming what was found and what to do. */
export function waveProblems(waves: readonly WaveSpec[]): string[] {
  const names = waves.map(({ name }) => name);
  return [
    ...(waves.length === 0 ? ['waves: there is none, so nothing would move'] : []),
    ...repeated(names).map((name) => `waves: two are called "${name}"`),
    ...waves.flatMap((wave) => [...nameProblems(wave), ...memberProblems(wave)]),
    ...repeated(waves.flatMap(namedBy)).map(
      (member) => `waves: ${member} is in two waves; it can move once`,
    ),
    ...orderProblems(waves),
    ...emptiedProblems(waves),
  ];
}

function nameProblems({ name }: WaveSpec): string[] {
  if ([STRAGGLERS, REMOVAL, ...MOVED].includes(name))
    return [`wave "${name}": a rollout calls a step of its own so`];
  if (DNS_LABEL.test(name)) return [];
  return [
    `wave "${name}": its name must have at most 63 small letters, digits and "-", beginning and ending with a letter or digit`,
  ];
}

function memberProblems(wave: WaveSpec): string[] {
  const given = MEMBERS.filter((key) => key in wave);
  const path = `wave ${wave.name}`;
  if (given.length !== 1) {
    const found = given.length === 0 ? 'nothing' : given.join(' and ');
    return [`${path}: found ${found}, must have one of ${MEMBERS.join(', ')}`];
  }
  if ('selector' in wave) {
    return [
      ...selectorProblems(wave.selector).map((problem) => `${path}: selector.${problem}`),
      ...shareProblems(path, wave.share),
    ];
  }
  const steps = 'shares' in wave ? sharesProblems(path, wave) : [];
  const late = 'coverage' in wave ? coverageProblems(path, wave) : [];
  const shared = 'share' in wave ? [`${path}: a share is of what a selector selects`] : [];
  const members =
    'gateways' in wave ? wave.gateways : 'workloads' in wave ? wave.workloads : wave.namespaces;
  const empty = members.length === 0 ? [`${path}: it is empty`] : [];
  return [
    ...steps,
    ...late,
    ...shared,
    ...empty,
    ...gatewayApiProblems(path, wave),
    ...misnamed(wave).map((name) => `${path}: ${name}`),
  ];
}

/** Those of the chart move together, by generations; those of the Gateway API one by one, each in place. */
function gatewayApiProblems(path: string, wave: WaveSpec): string[] {
  if (!('gateways' in wave)) return [];
  const named = wave.gateways.filter(isGatewayApiRef);
  if (named.length === 0) return [];
  const fields = (['shares', 'coverage'] as const).filter((field) => field in wave);
  return [
    ...(named.length === wave.gateways.length
      ? []
      : [
          `${path}: gateways of Istio's chart and of the Gateway API move in different ways; give each sort a wave of its own`,
        ]),
    ...fields.map(
      (field) =>
        `${path}: leave out ${field}: that is for gateways of Istio's chart; those of the Gateway API change in place, one by one`,
    ),
  ];
}

function shareProblems(path: string, share = 100): string[] {
  return Number.isInteger(share) && share >= 1 && share <= 100
    ? []
    : [`${path}: found share ${String(share)}, must be a whole number of percent from 1 to 100`];
}

function sharesProblems(path: string, wave: WaveSpec): string[] {
  if (!('gateways' in wave)) return [`${path}: shares are of the traffic of gateways`];
  const { shares = [] } = wave;
  const isRising = shares.every((share, index) => index === 0 || share > (shares[index - 1] ?? 0));
  const isWhole = shares.every((share) => Number.isInteger(share) && share >= 1);
  return isRising && isWhole && shares.at(-1) === 100
    ? []
    : [
        `${path}: found shares ${shares.join(', ') || 'none'}, must be whole numbers of percent from 1 on, each more than the one before, the last 100`,
      ];
}

function coverageProblems(path: string, wave: WaveSpec): string[] {
  if (!('gateways' in wave)) return [`${path}: a coverage is what gateways wait for`];
  const { coverage = 100 } = wave;
  return Number.isInteger(coverage) && coverage >= 1 && coverage <= 100
    ? []
    : [
        `${path}: found coverage ${String(coverage)}, must be a whole number of percent from 1 to 100`,
      ];
}

function misnamed(wave: WaveSpec): string[] {
  const refs = 'gateways' in wave ? wave.gateways : 'workloads' in wave ? wave.workloads : [];
  const namespaces =
    'namespaces' in wave ? wave.namespaces : refs.map(({ namespace }) => namespace);
  const what = 'gateways' in wave ? "a gateway's Deployment" : 'a workload';
  return [
    ...namespaces
      .filter((name) => !DNS_LABEL.test(name))
      .map((name) => `"${name}" is no name of a namespace; to select several, use a selector`),
    ...refs
      .filter(({ name }) => !DNS_NAME.test(name))
      .map(({ name }) => `"${name}" is no name of ${what}`),
  ];
}

function namedBy(wave: WaveSpec): string[] {
  if ('gateways' in wave) {
    return wave.gateways.map((gateway) => {
      const sort = isGatewayApiRef(gateway) ? 'Gateway' : 'gateway';
      return `${sort} ${gateway.namespace}/${gateway.name}`;
    });
  }
  if ('workloads' in wave) {
    return wave.workloads.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  }
  return 'namespaces' in wave ? wave.namespaces.map((name) => `namespace ${name}`) : [];
}

function orderProblems(waves: RolloutSpec['waves']): string[] {
  const firstNamespaces = waves.findIndex((wave) => !('gateways' in wave));
  const lastGateways = waves.findLastIndex((wave) => 'gateways' in wave && !isLate(wave));
  const firstLate = waves.findIndex(isLate);
  const lastOther = waves.findLastIndex((wave) => !isLate(wave));
  return [
    ...(firstNamespaces >= 0 && lastGateways > firstNamespaces
      ? [`wave ${waves[lastGateways]?.name ?? ''}: gateways move before namespaces; put it first`]
      : []),
    ...(firstLate >= 0 && lastOther > firstLate
      ? [
          `wave ${waves[firstLate]?.name ?? ''}: gateways with a coverage move after all others; put it last`,
        ]
      : []),
  ];
}

function isLate(wave: WaveSpec): boolean {
  return 'coverage' in wave;
}

/** Waves for which an earlier one leaves nothing, whatever the cluster has. */
function emptiedProblems(waves: readonly WaveSpec[]): string[] {
  return waves.flatMap((wave, index) => {
    if (!('selector' in wave)) return [];
    const own = selectorText(wave.selector);
    const before = waves.slice(0, index).find((one) => takesAllOf(one, own));
    if (before === undefined) return [];
    return [
      `wave ${wave.name}: wave ${before.name} takes all that it selects (${own}); give that one a share, or another selector`,
    ];
  });
}

function takesAllOf(wave: WaveSpec, selected: string): boolean {
  if (!('selector' in wave) || (wave.share ?? 100) < 100) return false;
  const own = selectorText(wave.selector);
  return own === selected || own === selectorText({});
}

function repeated(names: readonly string[]): string[] {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const name of names) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}
