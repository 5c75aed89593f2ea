import { isPatch } from '../patch/version-of';
import type { FrozenWave } from '../record';
import type { GatewayRef, RolloutSpec } from '../rollout-spec';

/** A wave of gateways as the source has it. */
export interface GatewayWave {
  readonly name: string;
  readonly gateways: readonly GatewayRef[];
  readonly shares: readonly number[];
  readonly soakSeconds: number;
  readonly approval: boolean;
}

/** As many new replicas as old ones, all behind the address, have this share of the traffic. */
const WHOLE = 50;

/**
 * The steps of a wave of gateways, each a wave that is judged: the new generation stands ready beside the address first, then it
 * takes its shares of the traffic, and all of it only once all of its replicas have taken half. A person approves what users are the
 * first to notice. In a patch the one generation changes in place.
 */
export function gatewaySteps(
  spec: Pick<RolloutSpec, 'from' | 'to'>,
  { shares, ...wave }: GatewayWave,
): readonly FrozenWave[] {
  const { name, approval } = wave;
  const common = { ...wave, kind: 'gateway', revision: spec.to } as const;
  if (isPatch(spec)) return [{ ...common, share: 100, scale: 100 }];
  const partly = shares.filter((share) => share < 100);
  const last = partly.at(-1) ?? WHOLE;
  const between = last < WHOLE ? [...partly, WHOLE] : partly;
  const [first = 100] = between;
  return [
    {
      ...common,
      name: `${name}-beside`,
      share: 0,
      scale: scaleOf(first),
      soakSeconds: 0,
      approval: false,
    },
    ...between.map((share, index) => ({
      ...common,
      name: `${name}-${String(share)}`,
      share,
      scale: scaleOf(share),
      soakSeconds: shares.includes(share) ? wave.soakSeconds : 0,
      approval: approval && index === 0,
    })),
    { ...common, share: 100, scale: 100, approval: approval && between.length === 0 },
  ];
}

function scaleOf(share: number): number {
  return share >= WHOLE ? 100 : share;
}
