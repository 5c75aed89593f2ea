import type { Issue } from '../issue';
import type { Json } from '../json';
import { valueAt } from '../traced';
import { hasProfile, istiodPlace } from './istiod-place';
import { issueAt } from './issue-at';
import { elementsOf, jsonAt, textOf } from '../json-at';
import type { Rule, RuleContext } from './rule';

/** istiod's own switch of ambient mode. */
const SWITCH = 'PILOT_ENABLE_AMBIENT';

/** OpenShift has privileged pods in one namespace only, and its platform file says so to istiod. */
const OPENSHIFT_NAMESPACE = 'kube-system';

/** A ztunnel that its istiod does not serve, or its CNI does not send traffic to. */
export const ambient: Rule = (context) => {
  const ztunnel = releaseOf(context, 'ztunnel');
  if (ztunnel === undefined) return [];
  return [
    ...withoutAmbient(context, ztunnel.path),
    ...withoutRedirection(context),
    ...untrusted(context, ztunnel),
  ];
};

function releaseOf({ resolved }: RuleContext, name: string) {
  return resolved.releases.find(({ component }) => component === name);
}

/** @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/xds/ads.go */
function withoutAmbient(context: RuleContext, path: readonly string[]): Issue[] {
  if (!istiodPlace(context).isHere || hasProfile(context, 'ambient')) return [];
  const { spec, values } = context.resolved;
  const listed = elementsOf(valueAt(spec, ['components', 'pilot', 'k8s', 'env'])).find(
    ([, { name }]) => name === SWITCH,
  );
  const said = listed?.[1]['value'] ?? valueAt(values, ['pilot', 'env', SWITCH]);
  if (isTrue(said)) return [];
  const message = `istiod takes no connection of a ztunnel unless ambient mode is on; set values.profile to "ambient", or values.pilot.env.${SWITCH} to "true"`;
  return [issueAt(context, 'ambient-not-enabled', path, message)];
}

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-cni/templates/configmap-cni.yaml */
function withoutRedirection(context: RuleContext): Issue[] {
  const cni = releaseOf(context, 'cni');
  const said = valueAt(context.resolved.values, ['cni', 'ambient', 'enabled']);
  if (cni === undefined || isTrue(said ?? hasProfile(context, 'ambient'))) return [];
  const message =
    'CNI sends no traffic to ztunnel unless ambient mode is on; set values.profile to "ambient", or values.cni.ambient.enabled to true';
  return [issueAt(context, 'ambient-not-enabled', cni.path, message)];
}

/**
 * istiod gives the certificates of pods to one ServiceAccount of ztunnel alone.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml
 */
function untrusted(
  context: RuleContext,
  { path, namespace }: { readonly path: readonly string[]; readonly namespace: string },
): Issue[] {
  const pilot = releaseOf(context, 'pilot');
  const values = valueAt(context.resolved.values, []);
  if (pilot === undefined || !istiodPlace(context).isHere) return [];
  if (jsonAt(values, ['pilot', 'env', 'CA_TRUSTED_NODE_ACCOUNTS']) !== undefined) return [];
  const isOpenShift = [['platform'], ['global', 'platform']].some(
    (at) => jsonAt(values, at) === 'openshift',
  );
  const usual = isOpenShift ? OPENSHIFT_NAMESPACE : pilot.namespace;
  const trusted = {
    namespace: textOf(jsonAt(values, ['pilot', 'trustedZtunnelNamespace'])) ?? usual,
    name: textOf(jsonAt(values, ['pilot', 'trustedZtunnelName'])) ?? 'ztunnel',
  };
  const name = textOf(jsonAt(values, ['ztunnel', 'resourceName'])) ?? 'ztunnel';
  if (trusted.namespace === namespace && trusted.name === name) return [];
  const message = `ztunnel is ${namespace}/${name}, but istiod gives certificates of pods to ${trusted.namespace}/${trusted.name} alone; set values.pilot.trustedZtunnelNamespace to "${namespace}"${name === trusted.name ? '' : ` and unvalidatedValues.pilot.trustedZtunnelName to "${name}"`}`;
  return [issueAt(context, 'ztunnel-not-trusted', path, message)];
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
