import type { values as chart } from '../lib/generated/newest';
import { mergeValues } from '../lib/operator/merge-values';
import type { RevisionProps } from '../lib/operator/to-istio-operator';
import type { EnvironmentSpec } from './environments/environment';

/** A cluster that has no istiod of its own. */
interface RemoteCluster {
  /** Its name in the mesh. */
  readonly cluster: string;
  /** Where it reaches the istiods that it uses. */
  readonly address: string;
}

/** What Istio's chart reads of `global` where no istiod runs, and what says which cluster of which mesh it is. */
const READ_REMOTELY: ReadonlySet<string> = new Set<keyof chart.GlobalConfig>([
  'enableReaderRBAC',
  'istioNamespace',
  'meshID',
  'multiCluster',
  'network',
  'networkPolicy',
  'operatorManageWebhooks',
  'resourceScope',
]);

/**
 * A revision in a cluster that uses the istiods of another: the Service `istiod-<revision>` that leads to them, and the injector. How
 * pods are injected and what proxies are told is said where istiod is, so nothing of that is left here.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/helm-profiles/remote.yaml
 */
export function remoteRevision(
  { meshConfig: _config, components: _components, values = {}, ...revision }: RevisionProps,
  { cluster, address }: RemoteCluster,
): RevisionProps {
  const { global = {}, sidecarInjectorWebhook: { reinvocationPolicy } = {} } = values;
  const own: chart.Values = {
    global: { ...remoteGlobal(global), remotePilotAddress: address },
    pilot: { istiodRemote: { injectionPath: injectionPath(cluster, global.network) } },
    ...(reinvocationPolicy === undefined ? {} : { sidecarInjectorWebhook: { reinvocationPolicy } }),
  };
  return { ...revision, profile: 'remote', values: own };
}

function remoteGlobal(global: chart.GlobalConfig): chart.GlobalConfig {
  const kept = Object.entries(global).filter(([key]) => READ_REMOTELY.has(key));
  return Object.fromEntries(kept);
}

/** A revision whose istiods other clusters use: they write the root of trust and the certificate of the injector there too. */
export function primaryRevision({ values = {}, ...revision }: RevisionProps): RevisionProps {
  const leads: chart.Values = { global: { externalIstiod: true } };
  return { ...revision, values: mergeValues<chart.Values>(values, leads) };
}

/** Where the injector is asked of a cluster that uses the istiods of another; `undefined` for others. */
export function injectionPathOf({ fleet, mesh }: EnvironmentSpec): string | undefined {
  return fleet?.controlPlane === undefined ? undefined : injectionPath(fleet.cluster, mesh.network);
}

/** It tells istiods which cluster a pod is in. */
function injectionPath(cluster: string, network: string | undefined): string {
  return `/inject/cluster/${cluster}${network === undefined ? '' : `/net/${network}`}`;
}
