import { admitCommand, type CommandRequest } from '../../../../lib/rollout/commands/admit-command';
import type { CommandType } from '../../../../lib/rollout/commands/command';
import { unknown, known } from '../../../../lib/rollout/fact';
import type { Observation } from '../../../../lib/rollout/observation';
import { plan } from '../../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../../lib/rollout/record';
import {
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  AT,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const waves = [
  aNamespaceWave('web', ['shop']),
  { ...aNamespaceWave('core', ['pay']), approval: true },
];
const planOf = (record: RolloutRecord) => ({ ...record.plan, waves });

/** Wave web is proved; wave core waits for a person. */
const proved = (changes: Partial<RolloutRecord> = {}) => {
  const record = aRecord({
    passingSince: AT - 15_000,
    since: AT - 20_000,
    progress: aRecord().progress,
    ...changes,
  });
  return asApplied({
    ...record,
    plan: planOf(record),
    owned: aRecord({ plan: planOf(record) }).owned,
  });
};

const observation = (at = AT, changes: Partial<Observation> = {}): Observation => {
  const pay = aNamespace({ name: 'pay', labels: { 'istio.io/rev': FROM } });
  return anObservation({ at, namespaces: known([aNamespace(), pay], at), ...changes });
};

const refused = known(
  [{ proxy: 'cart-1.shop', version: '', state: 'error' as const, message: 'bad listener' }],
  AT,
);

/** A proxy of wave web refuses its configuration. */
const broken = observation(AT, {
  istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: refused })], AT),
});

const told = (
  record: RolloutRecord,
  type: CommandType,
  { token = null, at = AT }: Partial<CommandRequest> = {},
): RolloutRecord => {
  const admitted = admitCommand(record, { type, token, by: 'ann', at, reason: 'because' });
  if (!admitted.ok) throw new Error(admitted.problem);
  return admitted.record;
};

const decide = (record: RolloutRecord, now = AT + 1, seen = observation(now - 1)) =>
  plan({ observation: seen, record, now, memory: { lookedAt: AT - 1000, engineFailure: null } });

describe('a wave that needs approval', () => {
  it('waits for it by name and time, with the token to say it with', () => {
    const { record, status, actions, next } = decide(proved());
    expect(record.released).toBe(1);
    expect(actions).toEqual([]);
    expect(status).toMatch(
      /^wave web is proved; until \d\d:\d\d:\d\d wave core waits for approval: rollout approve h\.1\/core$/,
    );
    expect(next.type).toBe('continue');
  });

  it('moves once it is approved', () => {
    const { record } = decide(told(proved(), 'approve', { token: 'h.1/core' }));
    expect(record.released).toBe(2);
    expect(record.approvals).toEqual([
      { wave: 'core', gate: null, by: 'ann', at: AT, reason: 'because' },
    ]);
  });

  it('ends the run as waiting when nobody approves in time, and loses nothing', () => {
    // The soak of 10 s ended 5 s ago; 30 s are given from then on.
    const late = decide(proved(), AT + 25_000, observation(AT + 24_999));
    expect(late.next).toEqual({
      type: 'stop',
      outcome: 'waiting',
      message:
        'wave web is proved; wave core waits for approval: rollout approve h.1/core; run the rollout again to go on',
    });
    expect(late.record.released).toBe(1);
    expect(decide(proved(), AT + 24_999, observation(AT + 24_998)).next.type).toBe('continue');
  });

  it('goes back for a breach of what moved before while it waits', () => {
    expect(decide(proved(), AT + 1, broken).record.phase).toBe('rolling-back');
  });
});

describe('a gate that somebody answers for', () => {
  const silent = observation(AT, {
    istiods: known([anIstiod(FROM), anIstiod(TO, { proxies: unknown('no answer', AT) })], AT),
  });
  const gateOf = (record: RolloutRecord, seen: Observation) =>
    decide(record, AT + 1, seen).gates.find(({ gate }) => gate === 'proxies');

  it('passes with the name and the reason of who does, and with what it was', () => {
    expect(gateOf(proved(), silent)?.verdict).toBe('Error');
    expect(gateOf(told(proved(), 'approve', { token: 'h.1/web/proxies' }), silent)).toMatchObject({
      verdict: 'Pass',
      message: 'approved by ann (because); it was Error: no answer',
    });
  });

  it('still fails: a breach is nobody to wave through', () => {
    const record = told(proved(), 'approve', { token: 'h.1/web/proxies' });
    expect(decide(record, AT + 1, broken).record.phase).toBe('rolling-back');
  });
});

describe('a paused rollout', () => {
  const paused = () => decide(told(proved(), 'pause')).record;

  it('moves nothing on, however well it is, and says who paused it', () => {
    const { record, actions, status } = decide(told(paused(), 'approve', { token: 'h.1/core' }));
    expect(actions).toEqual([]);
    expect(record.released).toBe(1);
    expect(record.paused).toEqual({ by: 'ann', at: AT, reason: 'because' });
    expect(status).toContain('paused by ann (because): rollout resume');
  });

  it('is not failed by a deadline that passes meanwhile, when nothing is done that could keep it', () => {
    const unready = observation(AT + 70_000, {
      workloads: known([aWorkload({ ready: 1 })], AT),
    });
    const open = { passingSince: null, since: AT - 5000 };
    const isBack = (record: RolloutRecord) =>
      decide(record, AT + 70_001, unready).record.phase === 'rolling-back';
    expect(isBack({ ...proved(open), paused: null })).toBe(true);
    expect(isBack({ ...proved(open), paused: { by: 'ann', at: AT + 60_000, reason: '' } })).toBe(
      false,
    );
  });

  it('goes back for a breach', () => {
    expect(decide(paused(), AT + 1, broken).record).toMatchObject({
      phase: 'rolling-back',
      paused: null,
    });
  });

  it('proves its wave anew once it is resumed: nothing of the pause counts', () => {
    const { record } = decide(told(paused(), 'resume'), AT + 9000);
    expect(record).toMatchObject({ paused: null, passingSince: null, since: AT + 9000 });
  });

  it('ends the run as waiting when nobody resumes it in time', () => {
    expect(decide(paused(), AT + 30_001).next).toMatchObject({ type: 'stop', outcome: 'waiting' });
  });
});

describe('a rollback that somebody asks for', () => {
  it.each(['installing', 'adopting', 'moving', 'retaining', 'removing'] as const)(
    'turns the rollout back in phase %s, with who and why',
    (phase) => {
      const { record } = decide(told(proved({ phase }), 'rollback'));
      expect(record.phase).toBe('rolling-back');
      expect(record.failure).toMatchObject({
        gate: 'command',
        message: 'ann asked for the rollback: because',
      });
    },
  );

  it('takes everything back, also where a breach would take back one wave only', () => {
    const record = proved({ released: 2 });
    const partial = { ...record, plan: { ...record.plan, rollback: 'wave' as const } };
    expect(decide(told(partial, 'rollback')).record.kept).toBe(0);
  });

  it('dominates whatever else was said at the same time', () => {
    const said = told(told(told(proved(), 'pause'), 'approve', { token: 'h.1/core' }), 'rollback');
    expect(decide(said).record).toMatchObject({ phase: 'rolling-back', paused: null });
  });

  it('needs neither Prometheus nor the new istiod', () => {
    const blind = {
      ...observation(),
      metrics: unknown<never>('down', AT),
      istiods: unknown<never>('down', AT),
    };
    expect(decide(told(proved(), 'rollback'), AT + 1, blind).record.phase).toBe('rolling-back');
  });
});

describe('a command is refused, and not kept,', () => {
  it.each<[string, RolloutRecord, CommandType, string | null, string]>([
    [
      'for another attempt',
      proved({ attempt: 2 }),
      'approve',
      'h.1/core',
      'the current one is h.2',
    ],
    ['for another plan', proved(), 'approve', 'other.1/core', 'the current one is h.1'],
    ['without a wave', proved(), 'approve', null, 'to approve: h.1/core'],
    ['for an unknown wave', proved(), 'approve', 'h.1/nope', 'there is no wave "nope"'],
    ['for a wave that needs none', proved(), 'approve', 'h.1/web', 'wave web does not wait'],
    ['for a gate of a later wave', proved(), 'approve', 'h.1/core/proxies', 'not being judged yet'],
    ['when it is over', proved({ phase: 'done' }), 'pause', null, 'is over (done)'],
    ['to resume what goes on', proved(), 'resume', null, 'is not paused'],
    ['to pause the way back', proved({ phase: 'rolling-back' }), 'pause', null, 'goes back'],
    ['to go back twice', proved({ phase: 'rolling-back' }), 'rollback', null, 'already'],
    [
      'to what is removed',
      proved({ phase: 'removing', retired: [FROM] }),
      'rollback',
      null,
      'anew',
    ],
    ['to pause one wave', proved(), 'pause', 'h.1/core', 'its token is h.1'],
  ])('%s', (_why, record, type, token, problem) => {
    const admitted = admitCommand(record, { type, token, by: 'ann', at: AT, reason: '' });
    expect(admitted).toEqual({ ok: false, problem: expect.stringContaining(problem) as string });
  });

  it('twice, also while no driver has heard it yet', () => {
    const unheard = told(proved({ passingSince: null }), 'pause');
    for (const once of [unheard, decide(unheard).record]) {
      expect(() => told(once, 'pause')).toThrow('paused already, by ann');
    }
    const approved = told(proved(), 'approve', { token: 'h.1/core' });
    expect(() => told(approved, 'approve', { token: 'h.1/core' })).toThrow('approved already');
  });

  it('after a rollback was asked for', () => {
    expect(() => told(told(proved(), 'rollback'), 'pause')).toThrow('which dominates');
  });
});

describe('the log of commands', () => {
  it('heeds each once, and keeps the last fifty', () => {
    let record = proved();
    for (let round = 0; round < 40; round += 1) {
      record = decide(told(record, 'pause')).record;
      record = decide(told(record, 'resume')).record;
    }
    expect(record.commands).toHaveLength(50);
    expect(record.commands.at(-1)?.id).toBe(80);
    expect(record.heeded).toBe(80);
    expect(decide(record).record.heeded).toBe(80);
  });

  it('notes an approval once, however often it is looked at', () => {
    const approved = decide(told(proved({ passingSince: null }), 'approve', { token: 'h.1/core' }));
    expect(decide(decide(approved.record).record).record.approvals).toHaveLength(1);
  });

  it('ignores what was said to an attempt that is over', () => {
    const said = told(proved(), 'rollback');
    const { record } = decide({ ...said, attempt: 2 });
    expect(record).toMatchObject({ phase: 'moving', heeded: 1 });
  });
});

it('nothing is restarted in a pause, though a pod is on the old revision', () => {
  const astray = observation(AT, {
    pods: known([aPod(), aPod({ name: 'cart-2', revision: FROM })], AT),
    injectors: known([anInjector(FROM), anInjector(TO)], AT),
  });
  expect(decide(proved({ passingSince: null }), AT + 1, astray).actions).toMatchObject([
    { type: 'restart' },
  ]);
  const paused = decide(told(proved({ passingSince: null }), 'pause'), AT + 1, astray);
  expect(paused.actions).toEqual([]);
});
