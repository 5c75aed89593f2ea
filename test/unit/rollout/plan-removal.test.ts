import { admitCommand } from '../../../lib/rollout/commands/admit-command';
import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import { plan } from '../../../lib/rollout/plan';
import type { RolloutRecord } from '../../../lib/rollout/record';
import {
  AT,
  aNamespace,
  anInjector,
  anIstiod,
  anObservation,
  aPod,
  aRecord,
  asApplied,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const decide = (record: RolloutRecord, changes: Partial<Observation> = {}, now = AT) =>
  plan({ observation: anObservation(changes), record, now });
const applied = (changes: Partial<RolloutRecord> = {}) => asApplied(aRecord(changes));
const neverReady = { workloads: known([aWorkload({ ready: 0, updated: 1 })], AT) };

describe('planning the removal', () => {
  const removing = (changes: Partial<RolloutRecord> = {}) =>
    applied({ phase: 'removing', ...changes });

  it('takes two clean scans, at least two seconds apart', () => {
    expect(decide(removing()).record).toMatchObject({ cleanScans: [AT], retired: [] });
    expect(decide(removing({ cleanScans: [AT - 1_999] })).record.retired).toEqual([]);
    expect(decide(removing({ cleanScans: [AT - 2_000] })).record).toMatchObject({
      retired: [FROM],
      removed: [
        `Deployment istio-system/istiod-${FROM}`,
        `MutatingWebhookConfiguration istio-sidecar-injector-${FROM}`,
      ],
    });
  });

  it.each([
    [
      'in use',
      {
        pods: known(
          [aPod(), aPod({ name: 'cart-2' }), aPod({ namespace: 'x', revision: FROM })],
          AT,
        ),
      },
    ],
    ['perhaps in use', { injectors: unknown<never>('503', AT) }],
  ])('starts counting anew when it is %s, and is blocked after its time', (_title, changes) => {
    expect(decide(removing({ cleanScans: [AT - 2_000] }), changes).record.cleanScans).toEqual([]);
    const late = decide(removing({ since: AT - 60_001 }), changes);
    expect(late).toMatchObject({
      actions: [],
      record: { retired: [] },
      next: { outcome: 'blocked' },
    });
  });

  it.each<[string, Partial<Observation>]>([
    ['is not well', neverReady],
    ['is not known', { peerAuthentications: unknown<never>('503', AT) }],
    [
      'is not where it belongs',
      { namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT) },
    ],
  ])('starts counting anew when a wave %s', (_title, changes) => {
    const { record } = decide(removing({ cleanScans: [AT - 2_000] }), changes);
    expect(record).toMatchObject({ phase: 'removing', cleanScans: [], retired: [] });
  });

  it('waits for a person where one has to approve it, and goes on counting nobody’s time against the mesh', () => {
    const { plan: frozen } = aRecord();
    const waiting = removing({
      plan: { ...frozen, removal: 'approve' },
      cleanScans: [AT - 3_000],
      since: AT - 90_000,
    });
    const before = decide(waiting);
    expect(before).toMatchObject({
      actions: [],
      record: { retired: [] },
      awaits: { type: 'approval-needed', token: 'h.1/removal' },
      next: { type: 'continue' },
    });
    expect(before.status).toContain(`nothing uses ${FROM}; until`);
    const late = decide({ ...waiting, cleanScans: [AT - 30_000] });
    expect(late.next).toMatchObject({ type: 'stop', outcome: 'waiting' });
    const told = admitCommand(waiting, {
      type: 'approve',
      token: 'h.1/removal',
      by: 'ann',
      at: AT - 1,
      reason: '',
    });
    expect(told.ok && decide(told.record).record.retired).toEqual([FROM]);
    const used = { pods: known([aPod(), aPod({ namespace: 'x', revision: FROM })], AT) };
    expect(told.ok && decide(told.record, used).record.retired).toEqual([]);
  });

  it('is approved by a person only where that is asked for, and once it is near', () => {
    const { plan: frozen } = aRecord();
    const approve = (changes: Partial<RolloutRecord>) => {
      const request = { type: 'approve', token: 'h.1/removal', by: 'ann', at: AT } as const;
      return admitCommand(removing(changes), { ...request, reason: '' });
    };
    expect(approve({})).toMatchObject({
      ok: false,
      problem: expect.stringContaining('no wave "removal"') as string,
    });
    const asked = { plan: { ...frozen, removal: 'approve' } } as const;
    expect(approve({ ...asked, phase: 'moving' })).toMatchObject({ ok: false });
    const given = { wave: 'removal', gate: null, by: 'ann', at: AT, reason: '' };
    expect(approve({ ...asked, approvals: [given] })).toMatchObject({
      ok: false,
      problem: 'it is approved already',
    });
    expect(approve(asked)).toMatchObject({ ok: true });
  });

  it('still turns back when a wave breaks', () => {
    expect(decide(removing({ since: AT - 60_001 }), neverReady).record.phase).toBe('rolling-back');
  });

  describe('once it is retired', () => {
    const retired = (changes: Partial<RolloutRecord> = {}) =>
      asApplied(aRecord({ phase: 'removing', retired: [FROM], ...changes }));
    const gone = {
      istiods: known([anIstiod(TO)], AT),
      injectors: known([anInjector(TO)], AT),
      revisionObjects: known({ [FROM]: [], [TO]: [`Deployment istio-system/istiod-${TO}`] }, AT),
    };
    const left = (objects: string[]) => ({
      ...gone,
      revisionObjects: known(
        { [FROM]: objects, [TO]: [`Deployment istio-system/istiod-${TO}`] },
        AT,
      ),
    });

    it('applies, and is done when nothing of it is left', () => {
      const record = { ...retired(), applied: 'another' };
      expect(decide(record).actions).toMatchObject([{ type: 'apply' }]);
      expect(decide(retired(), gone).record.phase).toBe('done');
    });

    it.each([
      ['an istiod', { ...gone, istiods: known([anIstiod(FROM), anIstiod(TO)], AT) }],
      ['an injector', { ...gone, injectors: known([anInjector(FROM), anInjector(TO)], AT) }],
      ['an object', left([`Service istio-system/istiod-${FROM}`])],
    ])('waits while %s of it is left', (_title, changes) => {
      expect(decide(retired(), changes)).toMatchObject({
        record: { phase: 'removing' },
        actions: [],
        held: { reason: expect.stringMatching(/^still there: /) as string },
      });
      const late = decide(retired({ since: AT - 60_001 }), changes);
      expect(late.next).toMatchObject({ outcome: 'blocked' });
    });

    it('deletes the locks that its istiod left, once no istiod of it lives', () => {
      const lease = `Lease istio-system/istio-gateway-deployment-${FROM}`;
      expect(decide(retired(), left([lease])).actions).toMatchObject([
        { type: 'cleanup', revision: FROM, objects: [lease] },
      ]);
      const alive = { ...left([lease]), istiods: known([anIstiod(FROM), anIstiod(TO)], AT) };
      expect(decide(retired(), alive).actions).toEqual([]);
    });

    it('deletes what an installation that was not ours left, and leaves what only carries the label', () => {
      const policy = `NetworkPolicy istio-system/istiod-${FROM}`;
      const values = `ConfigMap istio-system/values-${FROM}`;
      const agent = 'DaemonSet istio-system/istio-cni-node';
      expect(decide(retired(), left([values, agent, policy])).actions).toMatchObject([
        { type: 'cleanup', objects: [values, policy] },
      ]);
      expect(decide(retired(), left([agent])).record.phase).toBe('done');
    });

    it.each([
      ['could not be read', { ...gone, revisionObjects: unknown<never>('503', AT) }],
      [
        'were not asked for',
        { ...gone, revisionObjects: known({ [TO]: [`Deployment x/istiod-${TO}`] }, AT) },
      ],
    ])('is not done while its objects %s', (_title, changes) => {
      expect(decide(retired(), changes).record.phase).toBe('removing');
    });
  });
});

describe('planning a finished rollout', () => {
  it.each(['done', 'rolled-back'] as const)('does nothing when it is %s', (phase) => {
    const record = aRecord({ phase });
    expect(decide(record)).toMatchObject({
      record,
      actions: [],
      next: { type: 'stop', outcome: phase },
    });
    expect(decide(record).record).toBe(record);
  });
});
