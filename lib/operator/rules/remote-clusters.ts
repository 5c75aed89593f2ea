import type { Issue } from '../issue';
import { pathText } from '../operator-path';
import { valueAt } from '../traced';
import { istiodPlace, remoteValue } from './istiod-place';
import { issueAt } from './issue-at';
import { textOf } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, specPath } from './said';

/** Clusters that take their configuration from another cluster's istiod, and those that serve others. */
export const remoteClusters: Rule = (context) => [
  ...remoteAddress(context),
  ...injectionCluster(context),
  ...discoveryAddress(context),
  ...externalIstiod(context),
];

/** Where a document says that its cluster is remote. */
function remotePath({ resolved }: RuleContext): readonly string[] {
  const named = [
    ['pilot', 'istiodRemote', 'enabled'],
    ['istiodRemote', 'enabled'],
    ['profile'],
  ].flatMap((path) => {
    const said = saidAt(resolved.values, path);
    return said === undefined ? [] : [specPath(said)];
  });
  return named[0] ?? ['profile'];
}

function address({ resolved }: RuleContext): string | undefined {
  return textOf(valueAt(resolved.values, ['global', 'remotePilotAddress']));
}

/**
 * Pods are injected by a Service that is only made with the address of the other istiod: without it every pod of an injected
 * namespace is refused.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/remote-istiod-service.yaml
 */
function remoteAddress(context: RuleContext): Issue[] {
  const hasUrl = textOf(remoteValue(context, 'injectionURL')) !== undefined;
  const { isRemote, isHere } = istiodPlace(context);
  if (!isRemote || isHere || hasUrl || address(context) !== undefined) return [];
  const message =
    'this cluster takes its istiod from another one, and nothing says where that is, so every pod that should be injected is refused; set values.global.remotePilotAddress, or values.istiodRemote.injectionURL';
  return [issueAt(context, 'remote-without-address', remotePath(context), message)];
}

/**
 * The path of the injector tells istiod which cluster a pod is in: without it every proxy says that it is in the cluster of
 * that istiod.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/kube/inject/webhook.go
 */
function injectionCluster(context: RuleContext): Issue[] {
  const { isRemote, isHere } = istiodPlace(context);
  const target =
    textOf(remoteValue(context, 'injectionURL')) ?? textOf(remoteValue(context, 'injectionPath'));
  if (!isRemote || isHere || /\/cluster[/=]|:ENV:cluster=/.test(target ?? '')) return [];
  const cluster = textOf(
    valueAt(context.resolved.values, ['global', 'multiCluster', 'clusterName']),
  );
  const network = textOf(valueAt(context.resolved.values, ['global', 'network']));
  const path = `/inject/cluster/${cluster ?? '<cluster>'}/net/${network ?? '<network>'}`;
  const message = `the injector is not told which cluster this is, so proxies say that they are in the cluster of its istiod; set values.istiodRemote.injectionPath to "${path}", or injectionURL to one that ends with it`;
  return [issueAt(context, 'remote-without-cluster', remotePath(context), message)];
}

/**
 * With an address of another istiod, proxies are sent to the Service of no revision, while the one that is made has the
 * revision in its name.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/configmap.yaml
 * @see https://github.com/istio/istio/issues/47552
 */
function discoveryAddress(context: RuleContext): Issue[] {
  const { revision, values } = context.resolved;
  const { isRemote, isHere } = istiodPlace(context);
  const configured = ['meshConfig', 'defaultConfig', 'discoveryAddress'];
  const hasConfig = valueAt(values, ['pilot', 'configMap']) ?? !isRemote;
  const said = saidAt(values, ['global', 'remotePilotAddress']);
  if (said === undefined || revision === '' || hasConfig !== true || !(isRemote || isHere))
    return [];
  if (textOf(valueAt(values, configured)) !== undefined) return [];
  const service = isRemote && isHere ? `istiod-${revision}-remote` : `istiod-${revision}`;
  const { istioNamespace } = context.resolved;
  const message = `proxies of revision ${revision} would be sent to the istiod of no revision; set meshConfig.defaultConfig.discoveryAddress to "${service}.${istioNamespace}.svc:15012"`;
  return [issueAt(context, 'remote-discovery-address', specPath(said), message)];
}

/**
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/deployment.yaml
 */
function externalIstiod(context: RuleContext): Issue[] {
  const said = saidAt(context.resolved.values, ['global', 'externalIstiod']);
  const { isRemote, isHere } = istiodPlace(context);
  if (said?.value !== true || !isRemote || isHere) return [];
  const remote = pathText(['spec', ...remotePath(context)]);
  const message = `it tells an istiod to serve other clusters, but ${remote} says that none runs here; set it where istiod runs`;
  return [issueAt(context, 'unmet-precondition', specPath(said), message)];
}
