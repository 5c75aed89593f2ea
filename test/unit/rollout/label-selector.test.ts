import fc from 'fast-check';
import type { LabelRequirement, LabelSelector } from '../../../lib/rollout/selector/label-selector';
import { matchesSelector } from '../../../lib/rollout/selector/matches-selector';
import { selectorProblems } from '../../../lib/rollout/selector/selector-problems';
import { selectorText } from '../../../lib/rollout/selector/selector-text';

const SEED = 20_261_126;
const keys = fc.constantFrom('team', 'tier', 'example.com/zone');
const values = fc.constantFrom('', 'a', 'b', 'c');
const labelSets = fc.dictionary(keys, values);
const requirements: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: keys,
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.uniqueArray(values, { minLength: 1 }),
  }),
  fc.record({
    key: keys,
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
  }),
);
const selectors: fc.Arbitrary<LabelSelector> = fc.record(
  { matchLabels: fc.dictionary(keys, values), matchExpressions: fc.array(requirements) },
  { requiredKeys: [] },
);
const only = (one: LabelRequirement): LabelSelector => ({ matchExpressions: [one] });
const OPPOSITE = {
  In: 'NotIn',
  NotIn: 'In',
  Exists: 'DoesNotExist',
  DoesNotExist: 'Exists',
} as const;

describe('matchesSelector', () => {
  const prod = { tier: 'web', team: 'shop' };

  it.each<[string, LabelSelector, boolean]>([
    ['no condition', {}, true],
    ['a label that it has', { matchLabels: { tier: 'web' } }, true],
    ['a label with another value', { matchLabels: { tier: 'db' } }, false],
    ['a label that it has not', { matchLabels: { zone: 'a' } }, false],
    ['one of several values', only({ key: 'tier', operator: 'In', values: ['db', 'web'] }), true],
    ['none of some values', only({ key: 'tier', operator: 'NotIn', values: ['web'] }), false],
    [
      'no value of a label that it lacks',
      only({ key: 'x', operator: 'NotIn', values: ['a'] }),
      true,
    ],
    ['a label at all', only({ key: 'team', operator: 'Exists' }), true],
    ['no such label', only({ key: 'team', operator: 'DoesNotExist' }), false],
    [
      'a label that every object in JavaScript has',
      only({ key: 'toString', operator: 'Exists' }),
      false,
    ],
  ])('asks for %s', (_title, selector, expected) => {
    expect(matchesSelector(selector, prod)).toBe(expected);
  });

  it('selects with an operator exactly what its opposite does not', () => {
    fc.assert(
      fc.property(requirements, labelSets, (one, labels) => {
        const opposite = { ...one, operator: OPPOSITE[one.operator] };
        expect(matchesSelector(only(one), labels)).toBe(!matchesSelector(only(opposite), labels));
      }),
      { seed: SEED },
    );
  });

  it('wants all conditions together, whichever way they are written', () => {
    fc.assert(
      fc.property(selectors, labelSets, (selector, labels) => {
        const exact = Object.entries(selector.matchLabels ?? {}).map(
          ([key, value]): LabelRequirement => ({ key, operator: 'In', values: [value] }),
        );
        const each = [...exact, ...(selector.matchExpressions ?? [])];
        expect(matchesSelector(selector, labels)).toBe(
          each.every((one) => matchesSelector(only(one), labels)),
        );
      }),
      { seed: SEED },
    );
  });

  it('means the same wherever its text is the same', () => {
    fc.assert(
      fc.property(selectors, selectors, labelSets, (one, other, labels) => {
        fc.pre(selectorText(one) === selectorText(other));
        expect(matchesSelector(one, labels)).toBe(matchesSelector(other, labels));
      }),
      { seed: SEED, numRuns: 20, maxSkipsPerRun: 10_000 },
    );
  });
});

describe('selectorProblems', () => {
  it('finds nothing in what Kubernetes takes', () => {
    fc.assert(
      fc.property(selectors, (selector) => {
        expect(selectorProblems(selector)).toEqual([]);
      }),
      { seed: SEED },
    );
  });

  it.each<[string, LabelSelector, RegExp]>([
    ['a key of two slashes', { matchLabels: { 'a/b/c': '' } }, /"a\/b\/c" is no label key/],
    ['an empty key', { matchLabels: { '': 'x' } }, /"" is no label key/],
    ['an empty prefix', { matchLabels: { '/x': 'x' } }, /is no label key/],
    ['a value with a space', { matchLabels: { tier: 'a b' } }, /"a b" is no label value/],
    ['a value that is too long', { matchLabels: { tier: 'a'.repeat(64) } }, /is no label value/],
    ['In without values', only({ key: 'tier', operator: 'In' }), /In needs at least one value/],
    [
      'Exists with values',
      only({ key: 'tier', operator: 'Exists', values: ['a'] }),
      /Exists takes no values, found a/,
    ],
    [
      'an operator of nodes',
      only({ key: 'tier', operator: 'Gt' as 'In', values: ['1'] }),
      /found operator "Gt", must be one of In, NotIn, Exists, DoesNotExist/,
    ],
  ])('refuses %s', (_title, selector, message) => {
    expect(selectorProblems(selector)).toEqual([expect.stringMatching(message)]);
  });
});
