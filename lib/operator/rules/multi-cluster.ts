import { isObject } from '../json';
import type { Issue } from '../issue';
import { valueAt } from '../traced';
import { istiodPlace } from './istiod-place';
import { issueAt } from './issue-at';
import { textOf } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, specPath, writtenAt } from './said';

const CLUSTER_NAME = ['global', 'multiCluster', 'clusterName'];
const NETWORK = ['global', 'network'];
const NETWORKS = ['global', 'meshNetworks'];

/** What a cluster of several has to say of itself. */
export const multiCluster: Rule = (context) => [...clusterName(context), ...network(context)];

/**
 * Clusters that have no name are all called Kubernetes, and istiod takes the endpoints of one for those of the other.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml
 */
function clusterName(context: RuleContext): Issue[] {
  const { values } = context.resolved;
  const { isRemote, isHere } = istiodPlace(context);
  // The injector of a remote cluster is told its name by its path.
  if ((isRemote && !isHere) || textOf(valueAt(values, CLUSTER_NAME)) !== undefined) return [];
  const network = saidAt(values, NETWORK);
  const external = saidAt(values, ['global', 'externalIstiod']);
  const path =
    network !== undefined && network.value !== ''
      ? specPath(network)
      : external?.value === true
        ? specPath(external)
        : networksPath(context);
  if (path === undefined) return [];
  const message =
    'it makes this cluster one of several, but it has no name: every cluster without one is called "Kubernetes", and their endpoints are mixed up; set values.global.multiCluster.clusterName';
  return [issueAt(context, 'cluster-without-name', path, message)];
}

/**
 * Where networks are listed but the cluster's own is not named, its proxies call every endpoint directly.
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/xds/endpoints/ep_filters.go
 */
function network(context: RuleContext): Issue[] {
  const { values } = context.resolved;
  const path = networksPath(context);
  if (path === undefined || textOf(valueAt(values, NETWORK)) !== undefined) return [];
  const networks = valueAt(values, NETWORKS);
  const known = isObject(networks) ? Object.keys(networks).join(', ') : '';
  const message = `it names the networks ${known}, but not which of them this cluster is in, so its pods would call those of the others directly; set values.global.network`;
  return [issueAt(context, 'cluster-without-network', path, message)];
}

/** Where the networks of the mesh are listed. */
function networksPath({ resolved }: RuleContext): readonly string[] | undefined {
  return writtenAt(resolved.values, NETWORKS);
}
