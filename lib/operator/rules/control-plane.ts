import type { Issue } from '../issue';
import { valueAt } from '../traced';
import { hasProfile, istiodPlace } from './istiod-place';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, specPath } from './said';

/** An istiod that nothing finds, or without its injector or its validator. */
export const controlPlane: Rule = (context) => [
  ...outsideItsNamespace(context),
  ...withoutValidation(context),
  ...withoutInjector(context),
  ...emptyScope(context),
];

/**
 * Validators, gateways and ztunnel look for istiod in the Istio namespace.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/validatingwebhookconfiguration.yaml
 */
function outsideItsNamespace(context: RuleContext): Issue[] {
  const { releases, istioNamespace } = context.resolved;
  const pilot = releases.find(({ component }) => component === 'pilot');
  if (pilot === undefined || pilot.namespace === istioNamespace) return [];
  const message = `istiod would be in ${pilot.namespace}, but validators, gateways and ztunnel look for it in ${istioNamespace}; set values.global.istioNamespace instead`;
  return [issueAt(context, 'istiod-elsewhere', [...pilot.path, 'namespace'], message)];
}

/**
 * Objects that are wrong reach istiod, and break what they configure. An istiod that serves other clusters has no objects to
 * validate in its own.
 * @see https://github.com/istio/istio/issues/27578
 */
function withoutValidation(context: RuleContext): Issue[] {
  const { values } = context.resolved;
  const said = saidAt(values, ['global', 'configValidation']);
  const isExternal = valueAt(values, ['global', 'externalIstiod']) === true;
  if (said?.value !== false || isExternal || !istiodPlace(context).isHere) return [];
  const message =
    'Istio objects of this revision are written without a check; remove it, and istiod validates them';
  return [issueAt(context, 'validation-off', specPath(said), message)];
}

/**
 * Without its templates istiod serves no injector, while the webhook still asks for one: pods that should be injected are
 * refused.
 * @see https://github.com/istio/istio/blob/1.31.0/pilot/pkg/bootstrap/sidecarinjector.go
 */
function withoutInjector(context: RuleContext): Issue[] {
  const { values } = context.resolved;
  const said = saidAt(values, ['global', 'omitSidecarInjectorConfigMap']);
  const { isRemote, isHere } = istiodPlace(context);
  const isOmitted =
    said?.value === true || (said === undefined && isRemote && hasProfile(context, 'remote'));
  const hasWebhook = valueAt(values, ['global', 'operatorManageWebhooks']) !== true;
  if (!isOmitted || !isHere || !hasWebhook) return [];
  const path = said === undefined ? ['profile'] : specPath(said);
  const message =
    'istiod has no injection templates, but pods are sent to it for injection, and refused; set values.global.omitSidecarInjectorConfigMap to false, or values.global.operatorManageWebhooks to true';
  return [issueAt(context, 'injector-without-templates', path, message)];
}

/** @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/apis/values_types.proto */
function emptyScope(context: RuleContext): Issue[] {
  const said = saidAt(context.resolved.values, ['global', 'resourceScope']);
  if (said?.value !== 'undefined') return [];
  const message =
    'found "undefined", with which the charts render nothing; take all, cluster or namespace';
  return [issueAt(context, 'nothing-rendered', specPath(said), message)];
}
