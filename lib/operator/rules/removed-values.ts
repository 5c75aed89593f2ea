import type { Issue } from '../issue';
import { valueAt } from '../traced';
import { isAnyInstalled } from './absent-components';
import { issueAt } from './issue-at';
import { textOf } from '../json-at';
import type { Rule, RuleContext } from './rule';
import { saidAt, saidBelow, specPath } from './said';

const STACKDRIVER = [
  'debug',
  'maxNumberOfAttributes',
  'maxNumberOfAnnotations',
  'maxNumberOfMessageEvents',
];

/** Values that the chart of istiod refuses, with what to do instead. */
const REMOVED: readonly (readonly [value: readonly string[], instead: string])[] = [
  ...STACKDRIVER.flatMap((name): (readonly [readonly string[], string])[] => [
    [['global', 'tracer', 'stackdriver', name], 'trace with an extension provider'],
    [
      ['meshConfig', 'defaultConfig', 'tracing', 'stackdriver', name],
      'trace with an extension provider',
    ],
  ]),
  [['telemetry', 'v2', 'prometheus', 'configOverride'], 'use a Telemetry object'],
  [['telemetry', 'v2', 'stackdriver', 'disableOutbound'], 'use a Telemetry object'],
];

/** Values that the chart of istiod still takes, and warns of. */
const DEPRECATED = [
  'lightstep.address',
  'lightstep.accessToken',
  'zipkin.address',
  'datadog.address',
];

/**
 * Values with which the chart of istiod cannot be rendered any more, and those that it warns of.
 * @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/NOTES.txt
 */
export const removedValues: Rule = (context) => {
  if (!isAnyInstalled(context, ['pilot'])) return [];
  return [
    ...REMOVED.flatMap(([value, instead]) =>
      saidBelow(context.resolved.values, value).map(([, setting]) =>
        issueAt(
          context,
          'removed-value',
          specPath(setting),
          `Istio has removed it, and its chart refuses it; remove it, and ${instead}`,
        ),
      ),
    ),
    ...DEPRECATED.flatMap((name) =>
      saidBelow(context.resolved.values, ['global', 'tracer', ...name.split('.')]).map(
        ([, setting]) =>
          issueAt(
            context,
            'deprecated-field',
            specPath(setting),
            `Istio has deprecated this field; set meshConfig.defaultConfig.tracing.${name}`,
          ),
      ),
    ),
    ...certificateProvider(context),
    ...tracerAddress(context),
  ];
};

function certificateProvider(context: RuleContext): Issue[] {
  const said = saidAt(context.resolved.values, ['global', 'pilotCertProvider']);
  if (said?.value !== 'kubernetes') return [];
  const message =
    'found "kubernetes", which Istio has removed; take "istiod", or the name of a signer with "k8s.io/"';
  return [issueAt(context, 'removed-value', specPath(said), message)];
}

/** @see https://github.com/istio/istio/blob/1.31.0/manifests/charts/istio-control/istio-discovery/templates/configmap.yaml */
function tracerAddress(context: RuleContext): Issue[] {
  const { values } = context.resolved;
  const said = saidAt(values, ['global', 'proxy', 'tracer']);
  const address = textOf(valueAt(values, ['global', 'tracer', 'lightstep', 'address']));
  if (said?.value !== 'lightstep' || address !== undefined) return [];
  const message =
    'found "lightstep", whose address the chart needs; set values.global.tracer.lightstep.address and accessToken';
  return [issueAt(context, 'tracer-without-address', specPath(said), message)];
}
