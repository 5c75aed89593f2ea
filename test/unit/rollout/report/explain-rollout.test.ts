import { known } from '../../../../lib/rollout/fact';
import { explainRollout } from '../../../../lib/rollout/report/explain-rollout';
import { NOW } from '../../../support/metrics-builders';
import {
  aReportInput,
  aReportObservation,
  aReportRecord,
  explained,
} from '../../../support/report-builders';
import { withPod } from '../../../support/report-clusters';
import { aPod, asApplied, FROM, TO } from '../../../support/rollout-builders';

describe('the explanation of a namespace', () => {
  it('says what injects it, by which label, and where its pods are', () => {
    const { namespace, wave } = explained(aReportInput(), 'ledger');
    expect(wave?.name).toBe('core');
    expect(namespace).toMatchObject({
      injectedBy: FROM,
      because: `label istio.io/rev=${FROM}`,
      belongsOn: FROM,
      pods: [{ name: 'ledger-1', injectedBy: FROM, proxy: `synced with ${FROM}` }],
      problems: [],
    });
  });

  it('says what keeps it from where it belongs', () => {
    const moving = { record: asApplied(aReportRecord({ released: 3 })), observation: withPod() };
    const { namespace } = explained(aReportInput(moving), 'bank');
    expect(namespace).toMatchObject({
      belongsOn: TO,
      problems: [
        expect.stringContaining(`its new pods are injected by ${FROM}`),
        `2 of 2 pods are not on ${TO}`,
      ],
    });
    expect(namespace?.pods.map(({ note }) => note)).toEqual([
      'waits for its restart',
      'is a bare pod: nothing makes it anew',
    ]);
  });

  it('holds nothing against a pod that opted out of injection', () => {
    const pods = known([aPod({ namespace: 'bank', revision: null, optedOut: true })], NOW);
    const observation = aReportObservation({ pods });
    const { namespace } = explained(aReportInput({ observation }), 'bank');
    expect(namespace?.problems).toEqual([]);
    expect(namespace?.pods).toMatchObject([{ injectedBy: null, note: 'opted out of injection' }]);
  });

  it('names what there is where nothing is called so', () => {
    expect(explainRollout(aReportInput(), 'nowhere')).toEqual({
      ok: false,
      names: ['edge', 'web', 'core', 'ingress', 'shop', 'bank', 'ledger'],
    });
  });

  it('knows the wave that is judged now where none is named, with its control group', () => {
    const { subject, control } = explained(aReportInput(), null);
    expect(subject).toEqual({ kind: 'wave', name: 'web' });
    expect(control?.namespaces).toEqual(['bank', 'ledger']);
  });
});
