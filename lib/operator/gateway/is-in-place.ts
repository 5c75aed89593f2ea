import type { GatewayRelease } from './gateway-release';

/** Whether a gateway has one Deployment or DaemonSet, of its own name, which a revision's change restarts. */
export function isInPlace({
  inPlace,
  values,
}: Pick<GatewayRelease, 'inPlace' | 'values'>): boolean {
  return inPlace === true || values?.kind === 'DaemonSet';
}
