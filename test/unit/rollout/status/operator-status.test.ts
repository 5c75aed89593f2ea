import {
  operatorStatus,
  type OperatorStatus,
  type StatusInput,
} from '../../../../lib/rollout/status/operator-status';
import type { Progress } from '../../../../lib/rollout/status/progress';
import {
  aStatusInput,
  DIGEST,
  DONE,
  failing,
  HEALTHY,
  NOW,
  REVISION,
  story,
} from '../../../support/status-builders';

const of = (changes: Partial<StatusInput> = {}) => operatorStatus(aStatusInput(changes));
const sick = {
  type: 'WebhooksReady',
  status: 'False',
  reason: 'NoCaBundle',
  message: 'no CA',
} as const;
const blind = { ...sick, status: 'Unknown', reason: 'CannotBeRead', message: '503' } as const;

const applying = (digest: string): Progress => ({ at: 'applying', digest });
const applied = (digest: string): Progress => ({ at: 'applied', digest, settling: false });

const VALID = 'SpecValid=True Valid: every field is known and has a value that is allowed';
const RENDERED = 'Rendered=True Rendered: the charts gave the objects of digest a1b2c3d4e5f6';
const APPLIED = 'Applied=True Applied: the objects of digest a1b2c3d4e5f6 are applied';
const WELL = [
  'DeploymentAvailable=True Available: 1 of 1 is ready',
  'WebhooksReady=True Ready: both have a CA bundle',
];

describe('the status of an IstioOperator object', () => {
  it('tells a good install', () => {
    expect(story(of())).toEqual([
      'Ready: Istio 1.31.0 is ready',
      VALID,
      RENDERED,
      APPLIED,
      ...WELL,
      'Ready=True Ready: this generation is applied and healthy',
    ]);
    const time = '2026-11-25T12:00:00.000Z';
    expect(of()).toMatchObject({
      observedGeneration: 1,
      version: '1.31.0',
      revisions: [REVISION],
      lastRender: { digest: DIGEST, time },
      lastApplied: { digest: DIGEST, time },
    });
    expect(of()).not.toHaveProperty('retry');
  });

  it('tells a bad spec, and that what was applied before stays', () => {
    const message = 'error: spec.hubb: unknown field\nerror: spec.tag: found 1';
    const status = of({
      previous: of(),
      generation: 2,
      progress: failing('InvalidSpec', message),
      health: null,
      revisions: null,
      version: null,
      retry: { attempt: 3, at: NOW + 60_000 },
    });
    const text =
      'error: spec.hubb: unknown field; error: spec.tag: found 1; correct the spec; until then nothing is changed';
    expect(story(status)).toEqual([
      `Failed: InvalidSpec: ${text}`,
      `SpecValid=False InvalidSpec: ${text}`,
      'Rendered=Unknown NotReached: not tried: InvalidSpec',
      'Applied=Unknown NotReached: not tried: InvalidSpec; the objects of digest a1b2c3d4e5f6 stay applied',
      'DeploymentAvailable=Unknown NotObserved: not looked at when the last reconcile ended',
      'WebhooksReady=Unknown NotObserved: not looked at when the last reconcile ended',
      `Ready=False InvalidSpec: ${text}`,
    ]);
    expect(status).toMatchObject({
      observedGeneration: 2,
      version: '1.31.0',
      revisions: [REVISION],
      lastApplied: { digest: DIGEST },
      retry: { attempt: 3, nextAt: '2026-11-25T12:01:00.000Z' },
    });
  });

  it.each([
    ['RenderFailed', 'Rendered', 'False', 'Failed', 'False'],
    ['Forbidden', 'Applied', 'False', 'Failed', 'False'],
    ['Conflict', 'Applied', 'False', 'Failed', 'False'],
    ['Unreachable', 'Applied', 'Unknown', 'Failed', 'Unknown'],
    ['ApplyFailed', 'Applied', 'False', 'Failed', 'False'],
    ['NotHealthy', 'Applied', 'False', 'Degraded', 'False'],
  ] as const)('tells %s by %s', (reason, type, status, phase, ready) => {
    const made = of({ progress: failing(reason, 'words of the server', DIGEST) });
    expect(made.phase).toBe(phase);
    const found = made.conditions.find((one) => one.type === type);
    expect(found).toMatchObject({ status, reason });
    expect(found?.message).toMatch(/^words of the server; ./);
    expect(made.message).toMatch(new RegExp(`^${reason}: words of the server; .`));
    expect(made.conditions.at(-1)).toMatchObject({ type: 'Ready', status: ready, reason });
    expect(made.conditions[0]).toMatchObject({ type: 'SpecValid', status: 'True' });
  });

  it('does not claim to have rendered what failed before it could be rendered', () => {
    const made = of({ progress: failing('Unreachable') });
    expect(made.conditions[1]).toMatchObject({ status: 'Unknown', reason: 'NotReached' });
    expect(made).not.toHaveProperty('lastRender');
  });

  it('tells what to do about a failure also where the reason is cut', () => {
    const made = of({ progress: failing('Forbidden', 'x'.repeat(9_000)) });
    expect(made.message).toMatch(/x…; let the account do this, and apply again$/);
    expect(made.conditions[2]?.message).toMatch(/x…; let the account do this, and apply again$/);
  });

  it('tells recovery: all is as after a good install, with the times of the change', () => {
    const good = of();
    const bad = of({ previous: good, progress: failing('Forbidden'), now: NOW + 1_000 });
    const again = of({ previous: bad, now: NOW + 2_000 });
    expect(story(again)).toEqual(story(good));
    expect(again.conditions.map((one) => one.lastTransitionTime)).toEqual(
      [
        ...['12:00:00.000Z', '12:00:02.000Z', '12:00:02.000Z', '12:00:00.000Z', '12:00:00.000Z'],
        '12:00:02.000Z',
      ].map((time) => `2026-11-25T${time}`),
    );
    expect(again.lastApplied).toEqual(good.lastApplied);
  });

  it.each([
    [
      'waits while it settles',
      { ...DONE, settling: true },
      sick,
      'Reconciling',
      'False',
      'NotHealthy',
    ],
    ['is degraded after that', DONE, sick, 'Degraded', 'False', 'NotHealthy'],
    [
      'is not taken for well where it cannot be read',
      DONE,
      blind,
      'Reconciling',
      'Unknown',
      'HealthUnknown',
    ],
  ] as const)(
    'of something not healthy %s',
    (_title, progress, condition, phase, status, reason) => {
      const made = of({ progress, health: [HEALTHY[0]!, condition] });
      expect(made.phase).toBe(phase);
      expect(made.message).toContain(`WebhooksReady: ${condition.message}`);
      expect(made.conditions.at(-1)).toMatchObject({ type: 'Ready', status, reason });
    },
  );

  it('is not ready while nobody has looked at the health', () => {
    const made = of({ health: null });
    expect(made.phase).toBe('Reconciling');
    expect(made.conditions.at(-1)).toMatchObject({ status: 'Unknown', reason: 'HealthUnknown' });
  });

  it('is ready without health where there is nothing to be healthy, and stays so when written once more', () => {
    const base = of({ health: [], revisions: [] });
    expect(base.phase).toBe('Ready');
    expect(base).not.toHaveProperty('revisions');
    const again = { progress: { at: 'applying', digest: DIGEST }, health: null } as const;
    expect(of({ previous: base, ...again }).conditions).toEqual(base.conditions);
  });

  it('remembers what went wrong, and since when, until it is ready again', () => {
    const broken = of({ progress: failing('Forbidden') });
    const time = '2026-11-25T12:00:00.000Z';
    expect(broken.lastTrouble).toEqual({ reason: 'Forbidden', time });
    const still = of({ previous: broken, progress: failing('Forbidden'), now: NOW + 1_000 });
    expect(still.lastTrouble).toEqual(broken.lastTrouble);
    const trying = of({ previous: still, progress: { at: 'rendering' }, generation: 2 });
    expect(trying.lastTrouble).toEqual(broken.lastTrouble);
    const sicker = of({ previous: trying, health: [sick], now: NOW + 2_000 });
    expect(sicker.lastTrouble).toEqual({
      reason: 'NotHealthy',
      time: '2026-11-25T12:00:02.000Z',
    });
    expect(of({ previous: sicker })).not.toHaveProperty('lastTrouble');
  });

  it('of a new generation says of no step that it is done', () => {
    const previous = of();
    const seen = of({ previous, generation: 2, progress: { at: 'seen' }, health: null });
    expect(seen.phase).toBe('Pending');
    expect(seen.conditions.slice(0, 3).map(({ status }) => status)).toEqual(
      Array(3).fill('Unknown'),
    );
    expect(seen.conditions.at(-1)).toMatchObject({ status: 'False', reason: 'Reconciling' });
    const rendering = of({ previous, generation: 2, progress: { at: 'rendering' }, health: null });
    expect(rendering.conditions.slice(0, 3).map(({ status }) => status)).toEqual([
      ...['True', 'Unknown', 'Unknown'],
    ]);
  });

  it('stays ready while the same generation and objects are written once more', () => {
    const previous = of();
    for (const progress of [{ at: 'rendering' }, { at: 'applying', digest: DIGEST }] as const) {
      const made = of({ previous, progress, health: null, now: NOW + 1_000 });
      expect(made.phase).toBe('Reconciling');
      expect(made.conditions).toEqual(previous.conditions);
    }
  });

  it('is not ready while other objects are written', () => {
    const other = 'f'.repeat(64);
    const made = of({ previous: of(), progress: { at: 'applying', digest: other }, health: null });
    expect(made.conditions[2]).toMatchObject({
      type: 'Applied',
      status: 'False',
      reason: 'Applying',
    });
    expect(made.conditions.at(-1)).toMatchObject({ status: 'False' });
    expect(made.lastRender?.digest).toBe(other);
    expect(made).not.toHaveProperty('lastApplied');
  });

  it.each<[string, Progress[], string | undefined]>([
    ['nothing while the first is being applied', [applying('a')], undefined],
    ['the first once it is', [applying('a'), applied('a')], 'a'],
    ['the next one once it is', [applied('a'), applying('b'), applied('b')], 'b'],
    ['nothing where the next one was cut off', [applied('a'), applying('b')], undefined],
    [
      'nothing where the way back was cut off too',
      [applied('a'), applying('b'), applying('a')],
      undefined,
    ],
    ['the same while it is only looked at again', [applied('a'), { at: 'rendering' }], 'a'],
    [
      'the same where the next one failed before it was begun',
      [applied('a'), failing('Forbidden')],
      'a',
    ],
  ])('knows as applied as a whole: %s', (_what, steps, whole) => {
    const status = steps.reduce<OperatorStatus | null>(
      (previous, progress) => of({ previous, progress }),
      null,
    );
    expect(status?.lastApplied?.digest).toBe(whole);
  });

  it('while paused keeps what was found, and is not ready for a spec that waits', () => {
    const previous = of();
    const progress = { at: 'paused', message: 'paused; remove the annotation to go on' } as const;
    const same = of({ previous, progress });
    expect(same).toMatchObject({ phase: 'Paused', message: progress.message });
    expect(same.conditions).toEqual(previous.conditions);
    const newer = of({ previous, progress, generation: 2 });
    expect(newer.conditions.slice(0, 3)).toEqual(previous.conditions.slice(0, 3));
    expect(newer.conditions.at(-1)).toMatchObject({ status: 'False', reason: 'Paused' });
  });

  it('while deleting says what that waits for', () => {
    const message = 'waits until nothing uses 1-31: namespaces labelled: shop';
    const made = of({ previous: of(), progress: { at: 'deleting', message } });
    expect(made).toMatchObject({ phase: 'Deleting', message });
    expect(made.conditions.at(-1)).toMatchObject({ status: 'False', reason: 'Deleting', message });
  });

  it('is not changed by health that has the name of a condition of ours', () => {
    const posing = { type: 'Ready', status: 'False', reason: 'Mine', message: 'mine' } as const;
    expect(of({ health: [posing, ...HEALTHY] })).toEqual(of());
  });
});
