import { NO_MEMORY } from '../../../lib/rollout/driver-memory';
import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { PointerFact } from '../../../lib/rollout/pointers/pointer-fact';
import { positionKey } from '../../../lib/rollout/position-key';
import { positionOf } from '../../../lib/rollout/position-of';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aDefaultValidator,
  anObservation,
  aPointer,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const OWN = [
  aPointer(TO, { name: `istio-sidecar-injector-${TO}`, tag: null }),
  aDefaultValidator(TO, { name: `istio-validator-${TO}-istio-system` }),
];
const prod = (revision: string, changes: Partial<PointerFact> = {}) =>
  aPointer(revision, { name: 'istio-revision-tag-prod', tag: 'prod', ...changes });

const seeing = (pointers: readonly PointerFact[], changes: Partial<Observation> = {}) =>
  anObservation({
    pointers: known([...OWN, ...pointers], AT),
    handOver: known(
      {
        validation: { outcome: 'denied', webhook: 'validation.istio.io', message: '' },
        tags: {
          default: { outcome: 'injected', revision: TO },
          prod: { outcome: 'injected', revision: TO },
        },
      },
      AT,
    ),
    ...changes,
  });
const handing = (handed: readonly string[] | null, changes: Partial<RolloutRecord> = {}) => {
  const record = aRecord({
    phase: 'handing-over',
    handed,
    passingSince: AT - 1000,
    ...changes,
  });
  const pointers = Object.fromEntries((handed ?? []).map((key) => [key, FROM]));
  return asApplied({ ...record, owned: { ...record.owned, pointers } });
};
const decide = (record: RolloutRecord, observation: Observation) =>
  plan({ observation, record, now: AT });

describe('handing over', () => {
  it('comes after the time for which the old revision was kept', () => {
    const record = asApplied(
      aRecord({ phase: 'retaining', retainedMs: 20_000, passingSince: AT - 1000 }),
    );
    expect(decide(record, seeing([])).record.phase).toBe('handing-over');
  });

  it('moves the validator first, then the default tag, then the other tags, one at a time', () => {
    const all = [prod(FROM), aPointer(FROM), aDefaultValidator(FROM)];
    const first = decide(handing(null), seeing(all));
    expect(first.record).toMatchObject({ handed: ['validator'], settled: false });
    expect(positionOf(first.record).pointers).toEqual({ validator: TO });
    const two = [prod(FROM), aPointer(FROM), aDefaultValidator(TO)];
    expect(decide(handing(['validator']), seeing(two)).record.handed).toEqual([
      'validator',
      'tag default',
    ]);
    const three = [prod(FROM), aPointer(TO), aDefaultValidator(TO)];
    const last = decide(handing(['validator', 'tag default']), seeing(three));
    expect(last.record.handed).toEqual(['validator', 'tag default', 'tag prod']);
    const done = [prod(TO), aPointer(TO), aDefaultValidator(TO)];
    const { record } = decide(handing(['validator', 'tag default', 'tag prod']), seeing(done));
    expect(record.phase).toBe('removing');
  });

  it('lets the engine change nothing but what is handed over', () => {
    const record = { ...handing(['validator']), applied: 'before' };
    expect(decide(record, seeing([aDefaultValidator(FROM)])).actions).toMatchObject([
      { type: 'apply', expect: ['ValidatingWebhookConfiguration istiod-default-validator'] },
    ]);
  });

  it('waits until what was handed over is proved, and goes back when it never is', () => {
    const untrusted = seeing([aDefaultValidator(TO, { caBundle: null }), aPointer(TO)]);
    const waiting = decide(handing(['validator']), untrusted);
    expect(waiting).toMatchObject({ actions: [], record: { handed: ['validator'] } });
    const late = decide(handing(['validator', 'tag default'], { since: AT - 60_001 }), untrusted);
    expect(late.record).toMatchObject({
      phase: 'rolling-back',
      handed: ['validator'],
      failure: { gate: 'hand-over', subject: 'validator' },
    });
  });

  it('holds on what could not be tried, and is blocked in the end', () => {
    const untried = seeing([aDefaultValidator(TO)], { handOver: unknown('403', AT) });
    expect(decide(handing(['validator']), untried).status).toContain('held: 403');
    const late = decide(handing(['validator'], { since: AT - 120_001 }), untried);
    expect(late).toMatchObject({ record: { phase: 'handing-over' }, next: { outcome: 'blocked' } });
  });

  it.each([
    ['kubectl-client-side-apply', /istioctl tag set prod --revision 1-31 --overwrite/],
    ['helm', /helm upgrade its release with --set revision=1-31/],
  ])('waits for what %s manages, and says how it is moved', (manager, command) => {
    const theirs = [prod(FROM, { ours: false, manager })];
    expect(decide(handing(null), seeing(theirs)).status).toMatch(command);
    const late = decide(handing(null, { since: AT - 60_001 }), seeing(theirs));
    expect(late).toMatchObject({ record: { retired: [] }, next: { outcome: 'blocked' } });
  });

  it('waits for who lets an injector without a revision name select nothing, once its tag is there', () => {
    const { plan: frozen } = handing(null);
    const record = handing(null, { plan: { ...frozen, from: 'default', removal: 'keep' } });
    // Even where it is ours, as an installation of the operator: no environment has it.
    const injector = aPointer('default', { name: 'istio-sidecar-injector', tag: null });
    const { status, record: after } = decide(record, seeing([injector, aPointer(TO)]));
    expect(status).toContain(
      `MutatingWebhookConfiguration istio-sidecar-injector leads to default and is managed by`,
    );
    expect(status).toContain(
      `istioctl tag set default --revision ${TO} --overwrite, which lets it select nothing`,
    );
    expect(after).toMatchObject({ phase: 'handing-over', handed: null });
    const first = decide(record, seeing([injector, prod('default'), aDefaultValidator('default')]));
    expect(first.record.handed).toEqual(['validator']);
    expect(decide(record, seeing([aPointer(TO)])).record.phase).toBe('done');
  });

  it('moves nothing where the default is kept, and removes nothing where the old revision is', () => {
    const { plan: frozen } = handing(null);
    const keep = (changes: Partial<typeof frozen>) =>
      decide(handing(null, { plan: { ...frozen, ...changes } }), seeing([aPointer(FROM)])).record;
    expect(keep({ default: 'keep' })).toMatchObject({ phase: 'removing', handed: null });
    expect(keep({ default: 'keep', removal: 'keep' })).toMatchObject({
      phase: 'done',
      retired: [],
    });
  });

  it('hands nothing to a revision that is not ready', () => {
    const dead = seeing([aDefaultValidator(FROM)], { injectors: known([], AT) });
    expect(decide(handing(null), dead).record.handed).toBeNull();
  });

  it('turns back when a wave breaks', () => {
    const broken = seeing([aDefaultValidator(TO)], {
      workloads: known([aWorkload({ ready: 0, updated: 1 })], AT),
    });
    const record = handing(['validator'], { since: AT - 60_001, passingSince: null });
    expect(decide(record, broken).record).toMatchObject({ phase: 'rolling-back', handed: [] });
  });
});

describe('the way back from handing over', () => {
  const back = (handed: readonly string[] | null, changes: Partial<RolloutRecord> = {}) =>
    handing(handed, { phase: 'rolling-back', ...changes });

  it('returns what was handed over, the last first, before any wave moves', () => {
    const record = back(['validator']);
    const observation = seeing([aPointer(FROM), aDefaultValidator(TO)]);
    expect(positionOf(record)).toMatchObject({
      pointers: { validator: TO },
      namespaces: [{ revision: TO }],
    });
    expect(decide(record, observation)).toMatchObject({ record: { handed: [] }, actions: [] });
    const next = { ...back([]), applied: 'before' };
    expect(decide(next, observation).actions).toMatchObject([{ type: 'apply' }]);
    const returned = seeing([aPointer(FROM), aDefaultValidator(FROM)]);
    expect(decide(back([]), returned)).toMatchObject({ record: { handed: null }, actions: [] });
    expect(positionOf(back(null)).namespaces).toMatchObject([{ revision: FROM }]);
  });

  it('returns nothing to an istiod that does not serve', () => {
    const dead = seeing([aDefaultValidator(TO)], { injectors: known([], AT) });
    const { actions, status } = decide({ ...back([]), applied: 'before' }, dead);
    expect([actions, status]).toEqual([[], expect.stringContaining('held: ')]);
  });

  it('lets no pod wait for an engine that cannot return it', () => {
    const record = { ...back([]), applied: 'before' };
    const engineFailure = {
      key: positionKey(record),
      step: 'up' as const,
      reason: '503',
      times: 1,
      at: AT,
    };
    const memory = { ...NO_MEMORY, engineFailure };
    const observation = seeing([aDefaultValidator(TO)]);
    const failed = plan({ observation, record, now: AT, memory });
    expect(failed.record.handed).toBeNull();
    const late = decide({ ...record, since: AT - 60_001 }, observation);
    expect(late.record.handed).toBeNull();
  });
});
