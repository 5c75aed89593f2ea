import { rememberTransition } from '../../../lib/rollout/remember-transition';
import type { Failure, RolloutRecord } from '../../../lib/rollout/record';
import { plan } from '../../../lib/rollout/plan';
import { startRollout } from '../../../lib/rollout/start-rollout';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  FROM,
  TO,
} from '../../support/rollout-builders';
import { known } from '../../../lib/rollout/fact';

const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['bank'])];
const record = aRecord({ plan: { ...aRecord().plan, waves } });
const failure: Failure = {
  gate: 'workloads',
  wave: 'web',
  namespace: 'shop',
  subject: 'Deployment shop/cart',
  value: '0/2',
  message: 'wave web failed at gate workloads: Deployment shop/cart: 0/2',
  at: AT,
};
const stepTo = (changes: Partial<RolloutRecord>) =>
  rememberTransition(record, { ...record, ...changes }, AT).history;

describe('the history of a rollout', () => {
  it.each<[string, Partial<RolloutRecord>, string, string]>([
    ['the next wave', { released: 2 }, 'moving 2', 'wave web is proved'],
    [
      'the way back',
      { phase: 'rolling-back', failure },
      'rolling-back',
      'workloads: Deployment shop/cart',
    ],
    ['the window after the last wave', { phase: 'retaining' }, 'retaining', 'every wave is proved'],
    ['the hand-over', { phase: 'handing-over' }, 'handing-over', `${FROM} was kept for its time`],
    ['the removal', { phase: 'removing' }, 'removing', `nothing leads to ${FROM} any more`],
    ['the end', { phase: 'done' }, 'done', `done: ${TO} runs the mesh, ${FROM} is removed`],
  ])('remembers %s with its time and reason', (_, changes, to, reason) => {
    expect(stepTo(changes)).toEqual([{ at: AT, attempt: 1, from: 'moving 1', to, reason, by: '' }]);
  });

  it('remembers who asked for the way back, and who approved a wave', () => {
    const told = { ...failure, gate: 'command', subject: 'ann', value: 'rollback' };
    expect(stepTo({ phase: 'rolling-back', failure: told })).toMatchObject([{ by: 'ann' }]);
    const approvals = [{ wave: 'core', gate: null, by: 'bob', at: AT, reason: '' }];
    expect(stepTo({ released: 2, approvals })).toMatchObject([{ to: 'moving 2', by: 'bob' }]);
  });

  it('remembers nothing while the rollout stays where it is', () => {
    const soaking = { ...record, passingSince: AT };
    expect(rememberTransition(record, soaking, AT)).toBe(soaking);
  });

  it('keeps the last 50 steps and cuts long reasons, so that the record stays small', () => {
    let long: RolloutRecord = record;
    for (let step = 0; step < 120; step += 1) {
      const phase = long.phase === 'moving' ? 'rolling-back' : 'moving';
      const subject = `Deployment shop/${'x'.repeat(200)}`;
      long = rememberTransition(long, { ...long, phase, failure: { ...failure, subject } }, step);
    }
    expect(long.history.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, i) => 70 + i));
    expect(JSON.stringify(long.history).length).toBeLessThan(50 * 200);
  });

  it('is written by the planner with the step itself', () => {
    const soaked = asApplied(aRecord({ passingSince: AT - 10_000 }));
    const { history } = plan({ observation: anObservation(), record: soaked, now: AT }).record;
    expect(history).toMatchObject([{ from: 'moving 1', to: 'retaining' }]);
  });

  it('goes on over attempts', () => {
    const history = stepTo({ phase: 'rolled-back' });
    const before = { ...record, phase: 'rolled-back' as const, history };
    const observation = anObservation({
      namespaces: known(
        ['shop', 'bank'].map((name) => aNamespace({ name, labels: { 'istio.io/rev': FROM } })),
        AT,
      ),
      pods: known([aPod({ revision: FROM }), aPod({ name: 'cart-2', revision: FROM })], AT),
      istiods: known([anIstiod(FROM)], AT),
      injectors: known([anInjector(FROM)], AT),
    });
    const spec = {
      from: FROM,
      to: TO,
      waves: waves.map(({ name }, index) => ({
        name,
        namespaces: [index === 0 ? 'shop' : 'bank'],
      })),
    };
    const started = startRollout({ spec, observation, record: before, now: AT + 1 });
    expect(started.ok && started.record.history).toEqual([
      ...history,
      {
        at: AT + 1,
        attempt: 2,
        from: 'rolled-back',
        to: 'installing',
        reason: 'attempt 2 begins',
        by: '',
      },
    ]);
    const first = startRollout({ spec, observation, record: null, now: AT });
    expect(first.ok && first.record.history).toMatchObject([{ from: '', to: 'installing' }]);
  });
});
