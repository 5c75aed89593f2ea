import { isObject, type Json, type JsonObject } from '../../operator/json';
import { digest } from '../../rollout/digest';
import type { HelmRelease } from '../helm-release';

/** Version of what is kept: objects that our own code parsed and ordered. Raise it with every change to that code. */
const FORMAT = 6;

/** What else decides over a render: Helm's version, and what the charts are told of the cluster. */
export interface RenderWorld {
  readonly helmVersion: string;
  readonly kubeVersion: string;
}

/** Settings below `base` and `global` that the CRDs may follow from. */
export const BASE_SETTINGS_OF_CRDS = [
  'enableCRDTemplates',
  'excludedCRDs',
  'enableIstioConfigCRDs',
] as const;
export const GLOBAL_SETTINGS_OF_CRDS = ['resourceScope'] as const;

/** The key of everything that a chart renders to. */
export function renderKey(release: HelmRelease, world: RenderWorld): string {
  return keyOf('all', release, world, release.values);
}

/**
 * The key of the CRDs among it, which depend on few values; all others may change without them.
 * @see copyWithoutCrds, which tells whether a chart keeps to that
 */
export function crdsKey(release: HelmRelease, world: RenderWorld): string {
  const { base, global } = release.values;
  return keyOf('crds', release, world, {
    base: pick(base, BASE_SETTINGS_OF_CRDS),
    global: pick(global, GLOBAL_SETTINGS_OF_CRDS),
  });
}

/** What is no object has no settings, and is itself what may matter. */
function pick(value: Json | undefined, names: readonly string[]): Json | undefined {
  if (!isObject(value)) return value;
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

function keyOf(
  part: string,
  { chart, name, namespace }: HelmRelease,
  { helmVersion, kubeVersion }: RenderWorld,
  values: JsonObject,
): string {
  return digest([FORMAT, part, helmVersion, kubeVersion, chart.digest, name, namespace, values]);
}
