import type { LabelRequirement, LabelSelector } from './label-selector';

const OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Everything that Kubernetes would refuse in a selector, each naming what was found and what is allowed. */
export function selectorProblems({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector): string[] {
  return [
    ...Object.entries(matchLabels).flatMap(([key, value]) => [
      ...keyProblems('matchLabels', key),
      ...valueProblems(`matchLabels.${key}`, value),
    ]),
    ...matchExpressions.flatMap(requirementProblems),
  ];
}

function requirementProblems(requirement: LabelRequirement, index: number): string[] {
  const { key, operator, values = [] } = requirement;
  const path = `matchExpressions[${index}]`;
  return [
    ...keyProblems(path, key),
    ...operatorProblems(path, operator, values),
    ...values.flatMap((value) => valueProblems(path, value)),
  ];
}

function operatorProblems(path: string, operator: string, values: readonly string[]): string[] {
  if (!OPERATORS.includes(operator)) {
    return [`${path}: found operator "${operator}", must be one of ${OPERATORS.join(', ')}`];
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) return [`${path}: ${operator} needs at least one value`];
  if (!needsValues && values.length > 0) {
    return [`${path}: ${operator} takes no values, found ${values.join(', ')}`];
  }
  return [];
}

function keyProblems(path: string, key: string): string[] {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 1 ? [null, key] : [parts[0] ?? '', parts[1] ?? ''];
  const isValid = parts.length <= 2 && NAME.test(name) && (prefix === null || PREFIX.test(prefix));
  return isValid ? [] : [`${path}: "${key}" is no label key, such as team or example.com/team`];
}

function valueProblems(path: string, value: string): string[] {
  if (value === '' || NAME.test(value)) return [];
  return [
    `${path}: "${value}" is no label value: at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit`,
  ];
}
