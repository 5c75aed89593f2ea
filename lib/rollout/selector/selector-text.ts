import type { LabelRequirement, LabelSelector } from './label-selector';

/** A selector as kubectl writes it, such as `tier=web,team notin (core)`; `everything` for one without conditions. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const exact = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...exact, ...matchExpressions.map(requirementText)].sort().join(',') || 'everything';
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  const list = [...values].sort().join(',');
  switch (operator) {
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} notin (${list})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
