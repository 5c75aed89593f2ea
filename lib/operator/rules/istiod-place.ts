import type { Json } from '../json';
import { valueAt } from '../traced';
import { isAnyInstalled } from './absent-components';
import { textOf } from '../json-at';
import type { RuleContext } from './rule';

/** What the chart of istiod installs. */
export interface IstiodPlace {
  /** Whether another cluster's istiod serves this one. */
  readonly isRemote: boolean;
  /** Whether an istiod runs in this cluster, be it for injection alone. */
  readonly isHere: boolean;
}

/**
 * Where the istiod of an installation runs; nowhere when its component is switched off.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml
 */
export function istiodPlace(context: RuleContext): IstiodPlace {
  if (!isAnyInstalled(context, ['pilot'])) return { isRemote: false, isHere: false };
  const isRemote =
    remoteValue(context, 'enabled') === true ||
    (remoteValue(context, 'enabled') === undefined && hasProfile(context, 'remote'));
  return {
    isRemote,
    isHere: !isRemote || remoteValue(context, 'enabledLocalInjectorIstiod') === true,
  };
}

/** A value of `istiodRemote`, as the chart of istiod reads it: that of `pilot` wins. */
export function remoteValue({ resolved }: RuleContext, name: string): Json | undefined {
  const own = valueAt(resolved.values, ['pilot', 'istiodRemote', name]);
  return own ?? valueAt(resolved.values, ['istiodRemote', name]) ?? undefined;
}

/** Whether the charts are rendered with one of their own profiles. */
export function hasProfile({ resolved }: RuleContext, name: string): boolean {
  const profile = textOf(valueAt(resolved.values, ['profile']));
  return (profile ?? textOf(valueAt(resolved.values, ['global', 'profile']))) === name;
}
