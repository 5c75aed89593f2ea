import type { WaveSpec } from '../../../../lib/rollout/rollout-spec';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';
import { FROM, TO } from '../../../support/rollout-builders';

const web = { name: 'web', namespaces: ['shop'] };
const edge = { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] };
const single = {
  name: 'app',
  workloads: [{ kind: 'Deployment', namespace: 'shop', name: 'cart' }],
};
const selected = (selector: object, more: object = {}) => ({ name: 'all', selector, ...more });
const waves = (...all: object[]) => ({ waves: all as WaveSpec[] });
const alike = (operator: string, values?: string[]) =>
  waves(selected({ matchExpressions: [{ key: 'tier', operator, ...(values && { values }) }] }));
const labels = (matchLabels: object) => waves(selected({ matchLabels }));
const count = { name: 'orders', bad: 'b', total: 't', maxShare: 0.01 };
const waiver = { kind: 'Job', namespace: 'shop', name: 'cron', reason: 'it ends' };
const PATCH = { from: '1-30@1.30.3', to: '1-30@1.30.4' };
const YEAR = 365 * 86_400;
const of = (length: number) => 'a'.repeat(length);

const check = (changes: object) =>
  validateRolloutSpec({ from: FROM, to: TO, waves: [web], ...changes }, [FROM, TO]);

/** At the edge of what is allowed. */
const TAKEN: readonly (readonly [string, object])[] = [
  ['no more than what it needs', {}],
  ['every wave there is', waves(edge, single, web, selected({}))],
  [
    'the least of each number',
    { soakSeconds: 0, deadlineSeconds: 1, retainSeconds: 0, approvalSeconds: 0 },
  ],
  [
    'a year',
    { soakSeconds: YEAR, deadlineSeconds: YEAR, retainSeconds: YEAR, approvalSeconds: YEAR },
  ],
  [
    'a name as long as may be',
    waves({ ...web, name: of(63) }, { name: 'x', namespaces: [of(63)] }),
  ],
  [
    'a gateway with the longest name',
    waves({ ...edge, gateways: [{ namespace: 'i', name: of(253) }] }),
  ],
  ['a revision that others installed', { from: '1-29', removal: 'keep' }],
  ['labels with a prefix, and without a value', labels({ 'example.com/team': 'A.b_c-1', x: '' })],
  ['the longest label', labels({ [of(63)]: of(63), [`${of(253)}/a`]: 'a' })],
  [
    'every operator',
    waves(
      selected({
        matchExpressions: ['In', 'NotIn', 'Exists', 'DoesNotExist'].map((operator) => ({
          key: 'k',
          operator,
          values: operator.endsWith('In') ? ['v'] : [],
        })),
      }),
    ),
  ],
  [
    'the smallest share and the largest',
    waves(
      selected({ matchLabels: { a: 'b' } }, { share: 1 }),
      selected({}, { name: 'rest', share: 100 }),
    ),
  ],
  ['the longest tag', { mode: 'tag', ...waves(edge, { ...web, tag: of(43) }) }],
  ['a tag of a letter', { mode: 'tag', ...waves({ ...web, tag: 'w' }) }],
  ['the least of limits', { restart: { maxWorkloads: 1, maxPods: 1, waive: [waiver] } }],
  [
    'a count with the longest name',
    {
      metrics: {
        counts: [
          { ...count, name: of(40) },
          { ...count, name: 'o' },
        ],
      },
    },
  ],
  [
    'budgets that are the same',
    { metrics: { waveBudget: 0.05, rolloutBudget: 0.05, warmUpSeconds: 0 } },
  ],
  ['a window of two scrapes', { metrics: { scrapeSeconds: 30, windowSeconds: 60 } }],
  ['a patch', { ...PATCH, removal: 'keep', default: 'keep', mode: 'label', rollback: 'attempt' }],
];

/** One step over it, or something else that makes no sense. */
const REFUSED: readonly (readonly [string, object])[] = [
  ['nothing at all', { from: undefined, to: undefined, waves: undefined }],
  ['waves without a name', waves({ namespaces: ['a'] }, web, { name: undefined })],
  ['values of other types', { from: 1, waves: 'all', soakSeconds: '5' }],
  [
    'a field in a list that there is not',
    waves({ ...edge, gateways: [{ namespace: 'i', nam: 'x', name: 'y' }] }),
  ],
  [
    'fields that there are not',
    { soakSecond: 1, zzzzzzzz: 1, ...waves({ ...web, aproval: true }) },
  ],
  ['a choice that there is not', { rollback: 'never', stragglers: 'maybe' }],
  ['revisions that are not declared', { from: '1-28', to: '1-29' }],
  ['the same revision', { to: FROM }],
  [
    'too little',
    {
      soakSeconds: -1,
      deadlineSeconds: 0,
      retainSeconds: -1,
      approvalSeconds: -1,
      ...waves({ ...web, soakSeconds: -1 }),
    },
  ],
  [
    'too much',
    {
      soakSeconds: YEAR + 1,
      deadlineSeconds: YEAR + 1,
      retainSeconds: YEAR + 1,
      approvalSeconds: YEAR + 1,
      ...waves({ ...web, soakSeconds: YEAR + 1 }),
    },
  ],
  ['no wave', waves()],
  [
    'names of its own',
    waves(
      { ...web, name: 'stragglers' },
      { ...edge, name: 'removal' },
      { ...web, name: 'moved', namespaces: ['x'] },
      { ...web, name: 'moved-gateways', namespaces: ['y'] },
    ),
  ],
  [
    'names that are none',
    waves(
      { ...edge, name: of(64) },
      { name: '-a', namespaces: ['a_b', of(64), ''] },
      { name: 'B', namespaces: ['b'] },
    ),
  ],
  [
    'workloads and gateways that are none',
    waves(
      {
        ...edge,
        gateways: [
          { namespace: 'I', name: 'A' },
          { namespace: 'i', name: of(254) },
        ],
      },
      { ...single, workloads: [{ ...single.workloads[0], name: 'a..b' }] },
    ),
  ],
  [
    'members twice',
    waves(edge, { ...edge, name: 'edge-2' }, single, { ...single, name: 'app-2' }, web, {
      ...web,
      name: 'web-2',
    }),
  ],
  [
    'a wave of nothing, of two sorts and without any',
    waves({ name: 'a' }, { ...web, ...edge }, { name: 'c', namespaces: [] }, { ...web, share: 5 }),
  ],
  [
    'gateways after others',
    waves(edge, web, { ...edge, name: 'late', gateways: [{ namespace: 'i', name: 'g' }] }),
  ],
  [
    'shares that are none',
    waves(
      selected({ matchLabels: { a: 'b' } }, { share: 0 }),
      selected({}, { name: 'b', share: 101 }),
      selected({}, { name: 'c', share: 1.5 }),
    ),
  ],
  [
    'a selector after all of it was taken',
    waves(
      selected({ matchLabels: { a: 'b' } }, { share: 99 }),
      selected({}, { name: 'b' }),
      selected({ matchLabels: { a: 'b' } }, { name: 'c' }),
    ),
  ],
  [
    'labels that are none',
    labels({
      '': 'a',
      'a/b/c': 'a',
      '-a': 'a',
      'A/b': 'a',
      [of(64)]: 'a',
      [`${of(254)}/a`]: 'a',
      a: '-',
      b: of(64),
    }),
  ],
  ['an operator that there is not', alike('Is', ['web'])],
  ['a requirement without values', alike('In', [])],
  ['the other without values', alike('NotIn')],
  ['a requirement with values', alike('Exists', ['a', 'b'])],
  [
    'a value and a key that are none',
    waves(selected({ matchExpressions: [{ key: 'a b', operator: 'In', values: ['a b'] }] })),
  ],
  ['a tag without the mode', waves({ ...web, tag: 'web' })],
  ['a mode that there is not', { mode: 'both' }],
  [
    'tags that are none',
    {
      mode: 'tag',
      ...waves(
        { ...edge, tag: 'edge' },
        { ...web, tag: of(44) },
        { name: 'b', namespaces: ['b'], tag: 'B' },
        { name: 'c', namespaces: ['c'], tag: 'default' },
        { name: 'd', namespaces: ['d'], tag: TO },
      ),
    },
  ],
  ['tags twice', { mode: 'tag', ...waves({ ...web, tag: 'x' }, { name: 'x', namespaces: ['b'] }) }],
  [
    'single workloads by tags, or that go back alone',
    { mode: 'tag', rollback: 'wave', ...waves(single, web) },
  ],
  ['limits that are none', { restart: { maxWorkloads: 0, maxPods: 1.5 } }],
  [
    'waivers that are none',
    {
      restart: {
        waive: [
          waiver,
          waiver,
          { kind: ' ', namespace: '', name: '', reason: '' },
          { ...waiver, kind: 'Deployment' },
        ],
      },
    },
  ],
  [
    'metrics that make no sense',
    {
      metrics: {
        scrapeSeconds: 0,
        slowerThanMs: 0,
        patienceSeconds: 0,
        maxErrorShare: 1,
        maxSlowShare: 0,
        waveBudget: 1,
        rolloutBudget: 0,
        warmUpSeconds: -1,
        windowSeconds: -1,
        alerts: [{ name: '' }],
      },
    },
  ],
  [
    'counts that make no sense',
    {
      metrics: {
        counts: [
          { name: '', bad: ' ', total: '', maxShare: 0 },
          { ...count, name: of(41), maxShare: 1 },
          count,
          count,
        ],
      },
    },
  ],
  [
    'a patch that changes too much',
    { ...PATCH, mode: 'tag', rollback: 'wave', removal: 'automatic', default: 'move' },
  ],
  ['a patch of what is not declared', { from: '1-28@1.28.1', to: '1-28@1.28.2' }],
  ['versions that are none', { from: '1-30@1.30', to: '1-30@v1.30.4' }],
  ['a patch to the same', { ...PATCH, to: PATCH.from }],
  ['a patch to another minor', { ...PATCH, to: '1-30@1.31.0' }],
  ['a version at one end', { from: FROM, to: '1-30@1.30.4' }],
  ['a version of another revision', { from: '1-30@1.30.3', to: '1-31@1.31.0' }],
];

describe('a rollout as it is written', () => {
  it.each(TAKEN)('is taken with %s', (_, changes) => {
    expect(check(changes)).toEqual([]);
  });

  it.each(REFUSED)('is refused with %s, and is told why', (_, changes) => {
    expect(check(changes).join('\n')).toMatchSnapshot();
  });

  it('is told of revisions where none is declared', () => {
    const spec = { from: FROM, to: TO, waves: [web] };
    expect(validateRolloutSpec(spec, []).join('\n')).toMatchSnapshot();
    expect(validateRolloutSpec({ ...spec, ...PATCH }, []).join('\n')).toMatchSnapshot();
  });
});
