import { isPatch } from '../patch/version-of';
import type { FrozenWave, GatewayTarget } from '../record';
import type { RolloutSpec } from '../rollout-spec';

/** A wave of gateways as the source has it. */
export interface DeclaredGateways {
  readonly name: string;
  readonly gateways: readonly GatewayTarget[];
  readonly shares: readonly number[];
  readonly coverage?: number;
  readonly soakSeconds: number;
  readonly approval: boolean;
}

/** As many new replicas as old ones, all behind the address, have this share of the traffic. */
const WHOLE = 50;

/** How long load balancers may take to find the nodes of new pods, in seconds. */
const SETTLING_SECONDS = 30;

/**
 * The steps of a wave of gateways, each a wave that is judged: the new generation stands ready beside the address first, then it
 * takes its shares of the traffic, and all of it only once all of its replicas have taken half. A person approves what users are the
 * first to notice. In a patch the one generation changes in place.
 */
export function gatewaySteps(
  spec: Pick<RolloutSpec, 'from' | 'to'>,
  { shares, ...wave }: DeclaredGateways,
): readonly FrozenWave[] {
  const { name, approval } = wave;
  const common = { ...wave, kind: 'gateway', revision: spec.to, stepOf: name, shares } as const;
  const whole = { ...common, share: 100, scale: 100 };
  const beside = isPatch(spec) ? [] : wave.gateways.filter(({ inPlace }) => inPlace !== true);
  if (beside.length === 0) return [whole];
  const between = sharesBetween(shares);
  const scale = scaleOf(between[0] ?? WHOLE);
  const first = { name: `${name}-beside`, share: 0, scale, soakSeconds: 0, approval: false };
  return [
    { ...common, ...first, gateways: beside },
    ...between.map((share, index) => ({
      ...common,
      gateways: beside,
      name: `${name}-${String(share)}`,
      share,
      scale: scaleOf(share),
      soakSeconds: shares.includes(share)
        ? wave.soakSeconds
        : Math.min(wave.soakSeconds, SETTLING_SECONDS),
      approval: approval && index === 0,
    })),
    { ...whole, approval: false },
  ];
}

/**
 * The shares before all of it. The last is at least a half: the new replicas are as many as the old ones then, and load balancers
 * that go by node have found those with new pods before the others end.
 */
function sharesBetween(shares: readonly number[]): readonly number[] {
  const partly = shares.filter((share) => share < 100);
  return (partly.at(-1) ?? 0) < WHOLE ? [...partly, WHOLE] : partly;
}

function scaleOf(share: number): number {
  return share >= WHOLE ? 100 : share;
}
