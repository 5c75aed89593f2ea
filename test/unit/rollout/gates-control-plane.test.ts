import { certificatesGate } from '../../../lib/rollout/control-plane/certificates';
import { configurationGate } from '../../../lib/rollout/control-plane/configuration';
import { mutualTlsGate } from '../../../lib/rollout/control-plane/mutual-tls';
import { known, unknown } from '../../../lib/rollout/fact';
import type { Gate } from '../../../lib/rollout/gates/gate';
import { judgeForward } from '../../../lib/rollout/judge-forward';
import type {
  IstiodCounters,
  IstiodFact,
  Observation,
  PeerAuthenticationFact,
} from '../../../lib/rollout/observation';
import type { IstiodBaseline, RolloutRecord } from '../../../lib/rollout/record';
import { newProgress } from '../../../lib/rollout/wave-progress';
import {
  AT,
  aNamespaceWave,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  FROM,
  someCounters,
  TO,
} from '../../support/rollout-builders';

const POD = `istio-system/istiod-${TO}-a`;
const wave = aNamespaceWave('web', ['shop']);
const before = (changes: Partial<IstiodBaseline> = {}): IstiodBaseline => ({
  issued: 5,
  signErrors: 0,
  rejects: 0,
  internalErrors: 0,
  ...changes,
});
const NOTHING = before({ issued: 0 });

/** A rollout whose wave `web` began when the new istiod had issued five certificates. */
function started(changes: Partial<RolloutRecord['progress'][number]> = {}): RolloutRecord {
  const progress = { ...newProgress(AT - 6000), istiods: { [POD]: before() }, ...changes };
  return aRecord({ plan: { ...aRecord().plan, waves: [wave] }, progress: [progress] });
}

const counting = (counters: Partial<IstiodCounters>, changes: Partial<IstiodFact> = {}) =>
  anIstiod(TO, {
    counters: known(someCounters({ requested: 9, ...counters }), AT),
    ...changes,
  });
const seen = (istiod: IstiodFact, changes: Partial<Observation> = {}) =>
  anObservation({ istiods: known([anIstiod(FROM), istiod], AT), ...changes });
const judge = (gate: (record: RolloutRecord) => Gate, record: RolloutRecord, at: Observation) =>
  gate(record)(wave, at, TO);

describe('the certificates gate', () => {
  const verdict = (istiod: IstiodFact, record = started(), changes: Partial<Observation> = {}) =>
    judge(certificatesGate, record, seen(istiod, changes));

  it('asks for no certificate of a pod that is going, or on the other revision', () => {
    const pods = (changes: Parameters<typeof aPod>[0]) =>
      verdict(counting({ issued: 6 }), started(), {
        pods: known([aPod(), aPod({ name: 'cart-2', ...changes })], AT),
      }).verdict;
    expect([pods({}), pods({ terminating: true }), pods({ revision: FROM })]).toEqual([
      'Inconclusive',
      'Pass',
      'Pass',
    ]);
  });

  it('passes when the new revision signed for every pod since the wave began, with the same root', () => {
    expect(verdict(counting({ issued: 7 }))).toMatchObject({ verdict: 'Pass' });
    expect(verdict(counting({ issued: 6 }))).toMatchObject({
      verdict: 'Inconclusive',
      value: '1 of 2 issued',
    });
  });

  it('passes where another authority signs', () => {
    expect(verdict(counting({ requested: 0, issued: 0 }), started({ istiods: {} }))).toMatchObject({
      verdict: 'Pass',
    });
  });

  it('judges by what is there where the new revision no longer signs, though the old one does', () => {
    const old = anIstiod(FROM, { counters: known(someCounters({ requested: 40 }), AT) });
    const verdictOf = (counters: Partial<IstiodCounters>) =>
      verdict(counting({ requested: 0, issued: 0, ...counters }), started({ istiods: {} }), {
        istiods: known([old, counting({ requested: 0, issued: 0, ...counters })], AT),
      });
    expect(verdictOf({ rootExpiresAt: null })).toMatchObject({
      verdict: 'Pass',
      value: 'same root',
    });
    // With an authority of its own it should have been asked by now.
    expect(verdictOf({ rootExpiresAt: AT + 9e9 })).toMatchObject({ value: '0 of 2 issued' });
    // One that passes requests on to another authority counts them.
    expect(verdictOf({ rootExpiresAt: null, requested: 2 })).toMatchObject({
      value: '0 of 2 issued',
    });
  });

  it('does not look at the end of a root that nobody uses', () => {
    const idle = counting({ requested: 0, issued: 0, rootExpiresAt: AT + 60_000 });
    expect(verdict(idle, started({ istiods: {} }))).toMatchObject({ verdict: 'Pass' });
  });

  it('fails when the new istiod serves a root that the namespace does not trust', () => {
    for (const value of ['another', null]) {
      const istiod = counting({ issued: 7 }, { servedRoot: known(value, AT) });
      expect(verdict(istiod)).toMatchObject({ verdict: 'Fail', namespace: 'shop' });
    }
  });

  it('waits for a namespace that has no root yet', () => {
    const result = verdict(counting({ issued: 7 }), started(), { roots: known({}, AT) });
    expect(result).toMatchObject({ verdict: 'Inconclusive', value: 'no root' });
  });

  it('fails when the new istiod could not sign since the wave began, and not for what was before', () => {
    const record = started({ istiods: { [POD]: before({ signErrors: 3 }) } });
    expect(verdict(counting({ issued: 7, signErrors: 3 }), record)).toMatchObject({
      verdict: 'Pass',
    });
    expect(verdict(counting({ issued: 7, signErrors: 4 }), record)).toMatchObject({
      verdict: 'Fail',
      value: '1 errors',
    });
  });

  it('does not blame a wave for a root that ends soon: the old revision has the same', () => {
    const soon = counting({ issued: 7, rootExpiresAt: AT + 60_000 });
    expect(verdict(soon)).toMatchObject({ verdict: 'Environment' });
  });

  it.each([
    ['that started anew', counting({ issued: 1, uptimeMs: 2_000 }), before()],
    ['that had signed nothing before, and started anew', counting({ uptimeMs: 2_000 }), NOTHING],
    ['whose pod is gone', counting({ issued: 1 }, { pod: 'istio-system/another' }), before()],
  ])(
    'neither fails nor holds a wave for want of an istiod %s in the middle',
    (_which, now, had) => {
      const record = started({ istiods: { [POD]: had } });
      const pods = anObservation().pods;
      if (!pods.known) throw new Error(pods.reason);
      expect(verdict(now, record)).toMatchObject({ verdict: 'Pass', value: '2 of 2 ready' });
      const starting = pods.value.map((pod, index) => ({ ...pod, ready: index > 0 }));
      expect(verdict(now, record, { pods: known(starting, AT) })).toMatchObject({
        verdict: 'Inconclusive',
        value: '1 of 2 ready',
      });
    },
  );

  it('goes by the counts where every istiod has run since before the wave', () => {
    expect(verdict(counting({ issued: 6, uptimeMs: 7_000 }))).toMatchObject({
      verdict: 'Inconclusive',
      value: '1 of 2 issued',
    });
    expect(verdict(counting({ issued: 1 }), started({ certified: true }))).toMatchObject({
      verdict: 'Pass',
    });
  });

  it('says Error, never Pass, for what could not be read', () => {
    const lost = unknown<never>('503', AT);
    const all = [
      verdict(counting({ issued: 7 }, { counters: lost })),
      verdict(counting({ issued: 7 }, { servedRoot: lost })),
      verdict(counting({ issued: 7 }), started(), { roots: lost }),
      verdict(counting({ issued: 7 }), started(), { istiods: lost }),
      verdict(counting({ issued: 7 }), started(), { pods: lost }),
    ];
    expect(all.map((one) => one.verdict)).toEqual(['Error', 'Error', 'Error', 'Error', 'Error']);
  });
});

describe('the configuration gate', () => {
  const verdict = (istiod: IstiodFact, record = started()) =>
    judge(configurationGate, record, seen(istiod));

  it('fails for what proxies refused since the wave began, also when it was taken later', () => {
    expect(verdict(counting({}))).toMatchObject({ verdict: 'Pass' });
    expect(verdict(counting({ rejects: 1 }))).toMatchObject({ verdict: 'Fail' });
    expect(verdict(counting({ internalErrors: 2 }))).toMatchObject({ verdict: 'Fail' });
    const old = started({ istiods: { [POD]: before({ rejects: 1 }) } });
    expect(verdict(counting({ rejects: 1 }), old)).toMatchObject({ verdict: 'Pass' });
  });

  it('counts from zero for an istiod that is new or started anew', () => {
    const fresh = counting({ rejects: 1 }, { pod: 'istio-system/other' });
    expect(verdict(fresh)).toMatchObject({ verdict: 'Fail' });
    const again = started({ istiods: { [POD]: before({ rejects: 7 }) } });
    expect(verdict(counting({ rejects: 2 }), again)).toMatchObject({
      verdict: 'Fail',
      value: '2 refused, 0 internal errors',
    });
  });

  it('waits until istiod was asked before the wave', () => {
    expect(verdict(counting({}), started({ istiods: null }))).toMatchObject({
      verdict: 'Inconclusive',
    });
  });
});

describe('the mutual-tls gate', () => {
  const policy = (changes: Partial<PeerAuthenticationFact>): PeerAuthenticationFact => ({
    namespace: 'shop',
    name: 'default',
    mode: 'STRICT',
    selective: false,
    revision: null,
    ...changes,
  });
  const verdict = (...policies: PeerAuthenticationFact[]) =>
    judge(mutualTlsGate, started(), anObservation({ peerAuthentications: known(policies, AT) }))
      .verdict;

  it('passes for policies that both revisions read', () => {
    expect(verdict()).toBe('Pass');
    expect(verdict(policy({}), policy({ namespace: 'istio-system' }))).toBe('Pass');
  });

  it('fails when a policy of the namespace, of the mesh or of a workload is read by one revision only', () => {
    expect(verdict(policy({ revision: FROM }))).toBe('Fail');
    expect(verdict(policy({ revision: FROM, namespace: 'istio-system' }))).toBe('Fail');
    expect(verdict(policy({ revision: FROM, selective: true }))).toBe('Fail');
  });

  it('says what holds on each revision, with the workloads that have their own, by name', () => {
    const judged = (...policies: PeerAuthenticationFact[]) =>
      judge(mutualTlsGate, started(), anObservation({ peerAuthentications: known(policies, AT) }));
    const own = { revision: FROM, selective: true };
    expect(judged(policy({ revision: FROM, mode: 'STRICT' })).value).toBe('STRICT → PERMISSIVE');
    expect(judged(policy({ ...own, name: 'b' }), policy({ ...own, name: 'a' }))).toMatchObject({
      subject: 'Namespace shop',
      value: 'PERMISSIVE, a STRICT, b STRICT → PERMISSIVE',
      message: `namespace shop takes PERMISSIVE traffic on ${TO} and PERMISSIVE, a STRICT, b STRICT on ${FROM}: a PeerAuthentication is labelled for one revision`,
    });
    const alike = [{ name: 'b' }, { name: 'a' }].map((one) => policy({ selective: true, ...one }));
    expect(judged(...alike, ...alike.toReversed()).verdict).toBe('Pass');
  });

  it('passes when a policy above or of another namespace makes no difference', () => {
    expect(verdict(policy({}), policy({ revision: FROM, namespace: 'istio-system' }))).toBe('Pass');
    expect(verdict(policy({ revision: FROM, namespace: 'other' }))).toBe('Pass');
    expect(verdict(policy({ revision: FROM, mode: 'UNSET' }))).toBe('Pass');
  });

  it('is Error when the policies could not be read', () => {
    const observation = anObservation({ peerAuthentications: unknown<never>('503', AT) });
    expect(judge(mutualTlsGate, started(), observation).verdict).toBe('Error');
  });
});

describe('what is remembered of a wave', () => {
  const after = (record: RolloutRecord, observation: Observation) =>
    judgeForward({
      record,
      observation,
      now: AT,
      memory: { lookedAt: null, engineFailure: null },
    }).record.progress[0];

  it('is what istiod had counted when it began, once every istiod of the revision answered', () => {
    const silent = counting({}, { counters: unknown<never>('503', AT) });
    expect(after(started({ istiods: null }), seen(silent))?.istiods).toBeNull();
    const read = after(started({ istiods: null }), seen(counting({ issued: 7, rejects: 2 })));
    expect(read?.istiods).toEqual({ [POD]: before({ issued: 7, rejects: 2 }) });
    expect(after(started(), seen(counting({ issued: 7 })))?.istiods).toEqual({ [POD]: before() });
  });

  it('is that it got its certificates, for good', () => {
    expect(after(started(), seen(counting({ issued: 6 })))?.certified).toBe(false);
    expect(after(started(), seen(counting({ issued: 7 })))?.certified).toBe(true);
    const restarted = seen(counting({ issued: 0 }));
    expect(after(started({ certified: true }), restarted)?.certified).toBe(true);
  });
});
