import { demoProblems, type DemoClaim } from '../../../lab/demo-verdict';
import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import {
  aNamespace,
  anIstiod,
  anObservation,
  aPod,
  aProxy,
  AT,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const MOVED: DemoClaim = { home: TO, gone: FROM, namespaces: ['shop'], outcome: 'moved' };
const BACK: DemoClaim = { home: FROM, gone: TO, namespaces: ['shop'], outcome: 'rolled-back' };

/** A cluster after the demo in which all pods, and their proxies, are on one revision. */
function after(revision: string, changes: Partial<Observation> = {}): Observation {
  const pods = ['cart-1', 'cart-2'].map((name) => aPod({ name, revision }));
  const proxies = known(
    pods.map((pod) => aProxy(pod)),
    AT,
  );
  return anObservation({
    namespaces: known([aNamespace({ labels: { 'istio.io/rev': revision } })], AT),
    pods: known(pods, AT),
    istiods: known([anIstiod(revision, { proxies })], AT),
    revisionObjects: known({ [FROM]: [], [TO]: [] }, AT),
    ...changes,
  });
}

const extraProxy = aProxy(aPod({ name: 'ghost' }));
const istiodWith = (revision: string, ...proxies: ReturnType<typeof aProxy>[]) =>
  known([anIstiod(revision, { proxies: known(proxies, AT) })], AT);

describe('the verdict of the demo', () => {
  it('is good when pods, proxies and objects all say the same', () => {
    expect(demoProblems(after(TO), MOVED)).toEqual([]);
    expect(demoProblems(after(FROM), BACK)).toEqual([]);
  });

  it.each<[string, Partial<Observation>, RegExp]>([
    [
      'a pod is on the old revision',
      { pods: known([aPod({ revision: FROM })], AT) },
      /cart-1 is on/,
    ],
    ['no pod is injected', { pods: known([], AT) }, /no pod is injected/],
    ['a pod is no proxy of any istiod', { istiods: istiodWith(TO) }, /no istiod .* reports cart-1/],
    ['an istiod reports a proxy too many', { istiods: istiodWith(TO, extraProxy) }, /ghost\.shop/],
    ['no istiod runs', { istiods: known([], AT) }, /no istiod of 1-31/],
    [
      'an object of the removed revision is left',
      { revisionObjects: known({ [FROM]: ['ConfigMap istio-system/istio-1-30'] }, AT) },
      /ConfigMap .* of 1-30 is left/,
    ],
    ['pods could not be read', { pods: unknown('timed out', AT) }, /pods could not be read: timed/],
    ['istiods could not be read', { istiods: unknown('x', AT) }, /istiods could not be read/],
    [
      'an istiod could not be asked',
      { istiods: known([anIstiod(TO, { proxies: unknown('x', AT) })], AT) },
      /proxies of .* could not be read/,
    ],
    ['objects could not be read', { revisionObjects: unknown('x', AT) }, /objects of 1-30 could/],
  ])('is bad when %s', (_what, changes, problem) => {
    expect(demoProblems(after(TO, changes), MOVED).join('\n')).toMatch(problem);
  });

  it.each<[string, Partial<Observation>, RegExp]>([
    [
      'a namespace kept the new label',
      { namespaces: known([aNamespace()], AT) },
      /labelled for 1-31/,
    ],
    ['a namespace is gone', { namespaces: known([], AT) }, /namespace shop is gone/],
    [
      'a workload is not ready',
      { workloads: known([aWorkload({ ready: 1 })], AT) },
      /1 of 2 ready/,
    ],
    ['a namespace lost its workload', { workloads: known([], AT) }, /no workload/],
    ['workloads could not be read', { workloads: unknown('x', AT) }, /workloads could not be read/],
  ])('of a rollback is bad when %s', (_what, changes, problem) => {
    expect(demoProblems(after(FROM, changes), BACK).join('\n')).toMatch(problem);
  });
});
