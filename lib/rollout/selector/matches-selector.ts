import type { LabelRequirement, LabelSelector } from './label-selector';

type Labels = Readonly<Record<string, string>>;

/** Whether an object with these labels is selected. */
export function matchesSelector(selector: LabelSelector, labels: Labels): boolean {
  return requirementsOf(selector).every((one) => isMet(one, labels));
}

/** A selector as a list of conditions: `matchLabels` is short for `In` with one value. */
function requirementsOf({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector): readonly LabelRequirement[] {
  const exact = Object.entries(matchLabels).map(([key, value]): LabelRequirement => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return [...exact, ...matchExpressions];
}

function isMet({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
