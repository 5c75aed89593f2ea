import type { ComponentName } from '../component';
import type { Issue } from '../issue';
import { isObject } from '../json';
import { pathText } from '../operator-path';
import { RANK } from '../traced';
import { componentsOf, rankOf } from './components-of';
import { issueAt } from './issue-at';
import type { Rule, RuleContext } from './rule';
import { saidBelow } from './said';

type Path = readonly string[];

/** Values that only the charts of these components read. */
const READERS: readonly (readonly [value: Path, readers: readonly ComponentName[]])[] = [
  [['cni'], ['cni']],
  [['ztunnel'], ['ztunnel']],
  [['gateways', 'istio-ingressgateway'], ['ingressGateways']],
  [['gateways', 'istio-egressgateway'], ['egressGateways']],
  [['gateways', 'securityContext'], ['pilot']],
  [['gateways', 'seccompProfile'], ['pilot']],
  [['pilot'], ['pilot']],
  [['revisionTags'], ['pilot']],
  [['sidecarInjectorWebhook'], ['pilot']],
  [['telemetry'], ['pilot']],
  [['istiodRemote'], ['pilot']],
  [['gatewayClasses'], ['pilot']],
  [['meshConfig'], ['pilot', 'ingressGateways', 'egressGateways']],
  [
    ['global', 'arch'],
    ['ingressGateways', 'egressGateways'],
  ],
  [
    ['global', 'defaultNodeSelector'],
    ['ingressGateways', 'egressGateways'],
  ],
  [
    ['global', 'defaultTolerations'],
    ['ingressGateways', 'egressGateways'],
  ],
  [['global', 'revision'], ['ztunnel']],
  [['defaultRevision'], ['base']],
  [['base', 'enableCRDTemplates'], ['base']],
  [['base', 'excludedCRDs'], ['base']],
  [
    ['base', 'validationURL'],
    ['base', 'pilot'],
  ],
  [
    ['base', 'validationCABundle'],
    ['base', 'pilot'],
  ],
];

/** Names under which values are written. */
const NAMES: readonly Path[] = [['values'], ['unvalidatedValues']];

/** Settings of a component that act on what it installs. */
const SETTINGS = ['k8s', 'hub', 'tag', 'namespace', 'label'] as const;

/**
 * Values and settings of a component that is not installed. What a variable says is for every document, and no mistake.
 * @see https://github.com/istio/istio/blob/1.31.0/operator/pkg/component/component.go
 */
export const absentComponents: Rule = (context) => [
  ...READERS.flatMap(([value, readers]) => unreadValues(context, value, readers)),
  ...idleSettings(context),
];

/** Whether a value is read by charts alone that are not installed. */
export function isUnread(context: RuleContext, value: Path): boolean {
  return READERS.some(
    ([read, readers]) =>
      read.every((key, index) => value[index] === key) && !isAnyInstalled(context, readers),
  );
}

/** Whether any of these components is installed. */
export function isAnyInstalled(
  { resolved }: RuleContext,
  components: readonly ComponentName[],
): boolean {
  return resolved.releases.some(({ component }) => components.includes(component));
}

function unreadValues(
  context: RuleContext,
  value: Path,
  readers: readonly ComponentName[],
): Issue[] {
  if (isAnyInstalled(context, readers)) return [];
  const named = NAMES.map((name) => [...name, ...value]);
  const written = value[0] === 'meshConfig' ? [...named, value] : named;
  return written
    .filter((path) => saidBelow(context.resolved.spec, path).some(isMeant))
    .map((path) => {
      const names = readers.map((name) => `components.${name}`).join(' or ');
      return issueAt(
        context,
        'component-not-installed',
        path,
        `nothing that is installed reads this; install ${names}, or remove it`,
      );
    });
}

/** A switch that is off says what is so; of istiod's variables, gateways read one too. */
function isMeant([below, { value, rank }]: ReturnType<typeof saidBelow>[number]): boolean {
  const path = pathText(below);
  const isOff = path === 'enabled' && value === false;
  return rank === RANK.document && !isOff && path !== 'env.ENABLE_CLUSTER_TRUST_BUNDLE_API';
}

function idleSettings(context: RuleContext): Issue[] {
  const { spec, releases } = context.resolved;
  const installed = releases.map(({ path }) => pathText(path));
  return componentsOf(spec)
    .filter(({ path }) => !installed.includes(pathText(path)))
    .flatMap(({ settings, path }) =>
      SETTINGS.filter((name) => isSet(settings[name]) && isSaid(context, [...path, name])).map(
        (name) =>
          issueAt(
            context,
            'component-not-installed',
            [...path, name],
            'the component is switched off; set its "enabled" to true, or remove this',
          ),
      ),
    );
}

function isSet(value: unknown): boolean {
  return isObject(value)
    ? Object.keys(value).length > 0
    : value !== undefined && value !== null && value !== '';
}

function isSaid({ resolved }: RuleContext, path: Path): boolean {
  return rankOf(resolved.spec, path) === RANK.document;
}
