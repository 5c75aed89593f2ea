import type { Issue } from '../issue';
import type { Json } from '../json';
import { valueAt } from '../traced';
import { isAnyInstalled, isUnread } from './absent-components';
import { issueAt } from './issue-at';
import { PRECONDITIONS, type ChartFacts } from './preconditions';
import { hasProfile, istiodPlace } from './istiod-place';
import type { Rule, RuleContext } from './rule';
import { saidBelow, specPath } from './said';

/** Values that only act together with another one, which is not as it has to be. */
export const unmetPreconditions: Rule = (context) => {
  const facts = factsOf(context);
  return PRECONDITIONS.filter(({ isMet }) => !isMet(facts)).flatMap(({ values, without }) =>
    values
      .map((path) => path.split('.'))
      .filter((value) => !isUnread(context, value))
      .flatMap((value) => unmet(context, value, without)),
  );
};

function unmet(context: RuleContext, value: readonly string[], without: string): Issue[] {
  // A switch that is off says what is so.
  const first = saidBelow(context.resolved.values, value).find(([, one]) => one.value !== false);
  if (first === undefined) return [];
  const [below, setting] = first;
  const path = specPath(setting).slice(0, specPath(setting).length - below.length);
  return [issueAt(context, 'unmet-precondition', path, `it changes nothing ${without}`)];
}

function factsOf(context: RuleContext): ChartFacts {
  const { values, revision } = context.resolved;
  return {
    value: (path): Json | undefined => valueAt(values, path.split('.')) ?? undefined,
    isRemoved: (path) => valueAt(values, path.split('.')) === null,
    revision,
    hasProfile: (name) => hasProfile(context, name),
    hasGateways: isAnyInstalled(context, ['ingressGateways', 'egressGateways']),
    ...istiodPlace(context),
  };
}
