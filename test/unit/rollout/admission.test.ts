import type { AdmissionFact } from '../../../lib/rollout/admission/admission-fact';
import {
  admissionQuestion,
  nextWaveDueAt,
} from '../../../lib/rollout/admission/admission-question';
import { known, unknown } from '../../../lib/rollout/fact';
import { admissionGate } from '../../../lib/rollout/gates/admission';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  aNamespaceWave,
  anObservation,
  aRecord,
  asApplied,
  FROM,
  someAdmission,
  TO,
} from '../../support/rollout-builders';

const tried = (changes: Partial<AdmissionFact> = {}) => known(someAdmission(changes), AT);
const denied = (webhook: string) => ({ outcome: 'denied', webhook, message: 'no' }) as const;
const INJECTOR = 'rev.object.sidecar-injector.istio.io';

describe('the admission gate', () => {
  it.each([
    ['what asks for it is injected and what is invalid refused', tried(), 'Pass'],
    ['nothing was tried', null, 'Inconclusive'],
    ['the API server did not answer', unknown<AdmissionFact>('timeout', AT), 'Error'],
    [
      'another revision injects',
      tried({ injection: { outcome: 'injected', revision: FROM } }),
      'Inconclusive',
    ],
    ['nothing injects', tried({ injection: { outcome: 'not-injected' } }), 'Inconclusive'],
    [
      'its injector does not answer',
      tried({ injection: { outcome: 'unreachable', webhook: INJECTOR, cause: 'refused' } }),
      'Inconclusive',
    ],
    [
      'a label decides over the pod that was tried',
      tried({ injection: { outcome: 'namespace-decides', label: 'istio-injection=disabled' } }),
      'Environment',
    ],
    [
      'a quota refuses the pod',
      tried({ injection: { outcome: 'refused', message: 'exceeded quota' } }),
      'Environment',
    ],
    [
      'pods may not be created',
      tried({ injection: { outcome: 'forbidden', message: 'no' } }),
      'Error',
    ],
    ['what is invalid is accepted', tried({ validation: { outcome: 'accepted' } }), 'Inconclusive'],
    [
      'the validator of another revision refuses it',
      tried({ validation: denied('validation.istio.io') }),
      'Environment',
    ],
    [
      'it may not be tried',
      tried({ validation: { outcome: 'forbidden', message: 'no' } }),
      'Error',
    ],
    [
      // What is known to be wrong counts before what is not known.
      'one is wrong and the other unknown',
      tried({
        injection: { outcome: 'refused', message: 'exceeded quota' },
        validation: { outcome: 'accepted' },
      }),
      'Inconclusive',
    ],
  ])('where %s', (_, admission, verdict) => {
    expect(admissionGate(TO, anObservation({ admission }))).toMatchObject({
      gate: 'admission',
      verdict,
    });
  });
});

describe('a wave that is about to move', () => {
  const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['pay'])];
  const { plan: frozen } = aRecord();
  const soaked = (changes: Partial<RolloutRecord> = {}) =>
    asApplied(
      aRecord({
        plan: { ...frozen, waves },
        since: AT - 30_000,
        passingSince: AT - 10_000,
        ...changes,
      }),
    );
  const decide = (admission: Observation['admission'], changes: Partial<RolloutRecord> = {}) =>
    plan({
      observation: anObservation({
        admission,
        namespaces: known(
          [aNamespace(), aNamespace({ name: 'pay', labels: { 'istio.io/rev': FROM } })],
          AT,
        ),
      }),
      record: soaked(changes),
      now: AT,
    });
  const wrong = tried({ injection: { outcome: 'not-injected' } });
  const late = { passingSince: AT - 10_000 - 60_001 };

  it('is asked for only when its turn has come', () => {
    expect(admissionQuestion(soaked(), AT)).toBe(TO);
    expect(admissionQuestion(soaked(), AT - 1)).toBeNull();
    expect(admissionQuestion(soaked({ passingSince: null }), AT)).toBeNull();
    expect(admissionQuestion(soaked({ released: 2 }), AT)).toBeNull();
    expect(admissionQuestion(soaked({ phase: 'retaining' }), AT)).toBeNull();
    expect(admissionQuestion(soaked({ released: 0, passingSince: null }), AT)).toBe(TO);
  });

  it('moves once the new revision takes what comes', () => {
    expect(decide(tried()).record.released).toBe(2);
    expect(decide(tried()).gates.at(-1)).toMatchObject({ gate: 'admission', verdict: 'Pass' });
  });

  it('is tried at the next look where it was not yet', () => {
    expect(decide(null)).toMatchObject({ record: { released: 1 }, next: { afterMs: 0 } });
  });

  it('waits for its time, and turns back then', () => {
    expect(decide(wrong).record).toMatchObject({ phase: 'moving', released: 1 });
    expect(decide(wrong, late).record).toMatchObject({
      phase: 'rolling-back',
      failure: { gate: 'admission', wave: 'core' },
    });
  });

  it.each([
    ['could not be tried', unknown<AdmissionFact>('timeout', AT)],
    ['met something else', tried({ injection: { outcome: 'refused', message: 'quota' } })],
  ])('neither moves nor turns back where it %s, and stops for a person', (_, admission) => {
    expect(decide(admission).status).toContain('held: ');
    expect(decide(admission, late).record).toMatchObject({ phase: 'moving', released: 1 });
    const stuck = decide(admission, { passingSince: AT - 10_000 - 120_001 });
    expect(stuck.next).toMatchObject({ type: 'stop', outcome: 'blocked' });
  });
});

describe('what is tried', () => {
  const asked = (changes: Partial<RolloutRecord>) => admissionQuestion(aRecord(changes), AT);

  it('is the old revision while it proves itself, from its restart on', () => {
    expect(asked({ phase: 'proving', proof: 'stamp' })).toBe(FROM);
    expect(asked({ phase: 'proving', proof: null })).toBeNull();
  });

  it('is the new one once a wave may move, not before', () => {
    const first = { released: 0, passingSince: null };
    expect(asked({ ...first, since: AT })).toBe(TO);
    expect(asked({ ...first, since: AT + 1 })).toBeNull();
    expect(asked({ ...first, phase: 'adopting' })).toBeNull();
  });
});

describe('the next wave is due', () => {
  const waves = [aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['bank'])];
  const approved = (at: number) => ({
    approvals: [{ wave: 'core', gate: null, by: 'ann', at, reason: '' }],
  });
  const due = (changes: Partial<RolloutRecord>) =>
    nextWaveDueAt(aRecord({ plan: { ...aRecord().plan, waves }, passingSince: AT, ...changes }));

  it('once the one before it has soaked, and somebody has approved it', () => {
    expect(due({})).toBe(AT + 10_000);
    expect(due(approved(AT + 12_000))).toBe(AT + 12_000);
    expect(due(approved(AT + 9_000))).toBe(AT + 10_000);
  });

  it('at once where it is the first, or once somebody has approved it', () => {
    const first = { plan: { ...aRecord().plan, waves: waves.slice(1) }, released: 0, since: AT };
    expect(due(first)).toBe(AT);
    expect(due({ ...first, ...approved(AT + 1_000) })).toBe(AT + 1_000);
  });

  it('at no time while the one before it does not pass, where there is none, or nothing moves', () => {
    expect(due({ passingSince: null })).toBeNull();
    expect(due({ released: 2 })).toBeNull();
    expect(due({ phase: 'retaining' })).toBeNull();
  });
});
