import type { ReadMetrics } from '../../../lib/cluster/prometheus/read-metrics';
import { driveRollout, type RolloutPorts } from '../../../lib/reconcile/drive-rollout';
import { createPreflight, type PreflightPorts } from '../../../lib/reconcile/preflight';
import type { PlanProblem } from '../../../lib/reconcile/deploy-plan/object-change';
import { RolloutError } from '../../../lib/reconcile/rollout-error';
import { known, unknown } from '../../../lib/rollout/fact';
import { metricsPlan } from '../../../lib/rollout/metrics/metrics-spec';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { aLargeRecord } from '../../support/large-mesh';
import {
  aNamespace,
  anObservation,
  aPod,
  aRecord,
  AT,
  FROM,
  TO,
} from '../../support/rollout-builders';
import { aSnapshot } from '../../support/metrics-builders';

const { plan } = aRecord();
const judged = aRecord({ plan: { ...plan, metrics: metricsPlan({}) } });
const nobodyScraped: ReadMetrics = () => {
  const snapshot = aSnapshot(AT, { scraped: {} });
  return Promise.resolve(known({ at: AT, snapshots: [snapshot], alerts: [] }, AT));
};
const unreachable: ReadMetrics = () => Promise.resolve(unknown('Prometheus is away', AT));

async function refusalOf(record: RolloutRecord, changes: Partial<PreflightPorts>) {
  const none = {
    missingRights: () => Promise.resolve([]),
    standing: () => Promise.resolve([]),
    askMetrics: null,
    now: () => AT,
  };
  try {
    await createPreflight({ ...none, ...changes })(record, anObservation());
    return null;
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    return { kind: error.kind, problems: error.problems };
  }
}

describe('an attempt that begins', () => {
  it('may begin when nothing speaks against it, and asks for no metrics that it does not judge', async () => {
    expect(await refusalOf(aRecord(), { askMetrics: unreachable })).toBeNull();
  });

  it('changes nothing of a revision but its version: any other edit is refused before that', async () => {
    const edited: PlanProblem = {
      code: 'in-place-edit',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'istio-1-30' },
      message: 'changed',
      next: 'declare a new revision',
    };
    const standing = () => Promise.resolve([edited]);
    const patch = aRecord({ plan: { ...plan, from: '1-30@1.30.3', to: '1-30@1.30.4' } });
    expect(await refusalOf(patch, { standing })).toEqual({
      kind: 'bad-input',
      problems: ['ConfigMap istio-1-30: changed; declare a new revision'],
    });
    expect(await refusalOf(aRecord(), { standing })).toBeNull();
  });

  it.each<[string, RolloutRecord, Partial<PreflightPorts>, string, RegExp]>([
    [
      'a right that is missing',
      aRecord(),
      { missingRights: () => Promise.resolve(['may not']) },
      'error',
      /may not/,
    ],
    [
      'a Prometheus that is away',
      judged,
      { askMetrics: unreachable },
      'error',
      /Prometheus is away; correct "prometheus", or try again/,
    ],
    [
      'metrics that nobody has',
      judged,
      { askMetrics: nobodyScraped },
      'bad-input',
      /knows none of the 2 proxies/,
    ],
    ['too many namespaces', aLargeRecord(14_000), {}, 'bad-input', /14000 namespaces are too many/],
  ])(
    'is refused for %s',
    async (_what, record, changes, kind, problem) => {
      expect(await refusalOf(record, changes)).toEqual({
        kind,
        problems: [expect.stringMatching(problem)],
      });
    },
    60_000,
  );

  it('is told everything at once', async () => {
    const missingRights = () => Promise.resolve(['a', 'b']);
    const refusal = await refusalOf(judged, { askMetrics: nobodyScraped, missingRights });
    expect(refusal).toEqual({
      kind: 'error',
      problems: [expect.stringMatching(/knows none/), 'a', 'b'],
    });
  });

  const refusing = new RolloutError('error', 'the rollout cannot start', ['no']);

  /** A driver that stops at its first look, with what it stored before that. */
  async function start(stored: RolloutRecord | null) {
    const saved: RolloutRecord[] = [];
    const observation = anObservation({
      namespaces: known([aNamespace({ labels: { 'istio.io/rev': FROM } })], AT),
      pods: known([aPod({ revision: FROM }), aPod({ name: 'cart-2', revision: FROM })], AT),
    });
    const ports = {
      store: {
        load: () => Promise.resolve({ record: stored, lease: null }),
        save: ({ record }: { readonly record: RolloutRecord }) => {
          saved.push(record);
          return Promise.resolve();
        },
      },
      observe: () => Promise.resolve(observation),
      preflight: () => Promise.reject(refusing),
      now: () => AT,
      checkpoint: () => {
        throw new Error('looks');
      },
      report: { note: () => undefined },
    } as unknown as RolloutPorts;
    const waves = [{ name: 'web', namespaces: ['shop'], soakSeconds: 10 }];
    const times = { deadlineSeconds: 60, retainSeconds: 20, approvalSeconds: 30 };
    const spec = { from: FROM, to: TO, waves, ...times };
    const problem = await driveRollout(spec, ports).catch((error: unknown) => error);
    return { saved, problem };
  }

  it('is looked at before anything is stored', async () => {
    expect(await start(null)).toEqual({ saved: [], problem: refusing });
  });

  it('is not looked at when it is under way: most of all its way back must not wait', async () => {
    const { saved, problem } = await start(aRecord());
    expect(saved).toHaveLength(1);
    expect(String(problem)).toBe('Error: looks');
  });
});
