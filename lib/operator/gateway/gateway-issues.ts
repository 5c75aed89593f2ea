import type { Issue } from '../issue';
import { pathText } from '../operator-path';
import type { GatewayRelease } from './gateway-release';
import { GENERATION_LABEL } from '../../rollout/generation-name';
import { isInPlace } from './is-in-place';

/** Labels that are not for values to set: they would move pods, or take them off the address. */
const OWN_LABELS: Readonly<Record<string, string>> = {
  'istio.io/rev': 'the revision of each generation is the label of its pods',
  [GENERATION_LABEL]: 'it tells the generations of a gateway apart',
};

/** What is wrong with the generations of a gateway, and which of its values stand in their way. */
export function gatewayIssues(gateway: GatewayRelease): Issue[] {
  return [
    ...repeatedIssues(gateway),
    ...replicaIssues(gateway),
    ...servingIssues(gateway),
    ...labelIssues(gateway),
  ];
}

function repeatedIssues(gateway: GatewayRelease): Issue[] {
  const revisions = gateway.generations.map(({ revision }) => revision);
  const repeated = new Set(revisions.filter((one, index) => revisions.indexOf(one) !== index));
  return [...repeated].map((revision) =>
    issue(gateway, ['generations'], `two are of revision "${revision}"; name each once`),
  );
}

function replicaIssues(gateway: GatewayRelease): Issue[] {
  const { generations } = gateway;
  if (isInPlace(gateway)) {
    if (generations.length === 1 && generations[0].replicas === undefined) return [];
    const message =
      'a DaemonSet, or what changes in place, has one generation with all replicas: name one revision';
    return [issue(gateway, ['generations'], message)];
  }
  return generations
    .filter(({ replicas = 1 }) => !Number.isSafeInteger(replicas) || replicas < 1)
    .map(({ revision, replicas }) =>
      issue(
        gateway,
        ['generations', revision, 'replicas'],
        `found ${String(replicas)}, must be a whole number from 1`,
      ),
    );
}

function servingIssues(gateway: GatewayRelease): Issue[] {
  const { generations, serving } = gateway;
  const revisions = generations.map(({ revision }) => revision);
  if (serving === undefined || revisions.includes(serving)) return [];
  const message = `found "${serving}", must be a revision of its generations: ${revisions.join(', ')}`;
  return [issue(gateway, ['serving'], message)];
}

function labelIssues(gateway: GatewayRelease): Issue[] {
  const { labels = {}, service } = gateway.values ?? {};
  const maps = [
    { path: ['values', 'labels'], map: labels },
    { path: ['values', 'service', 'selectorLabels'], map: service?.selectorLabels ?? {} },
  ];
  return maps.flatMap(({ path, map }) =>
    Object.entries(OWN_LABELS)
      .filter(([label]) => label in map)
      .map(([label, reason]) => issue(gateway, [...path, label], `${reason}; leave it out`)),
  );
}

function issue({ namespace, name }: GatewayRelease, at: readonly string[], message: string): Issue {
  const path = pathText(['gateways', `${namespace}/${name}`, ...at]);
  return { code: 'invalid-gateway', severity: 'error', path, message };
}
