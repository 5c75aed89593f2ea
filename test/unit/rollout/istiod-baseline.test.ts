import { istiodBaseline } from '../../../lib/rollout/control-plane/istiod-growth';
import { known, unknown } from '../../../lib/rollout/fact';
import type { IstiodFact } from '../../../lib/rollout/observation';
import {
  AT,
  anIstiod,
  anObservation,
  FROM,
  someCounters,
  TO,
} from '../../support/rollout-builders';

const baseline = (...istiods: IstiodFact[]) =>
  istiodBaseline(anObservation({ istiods: known(istiods, AT) }), TO);

describe('what the istiods of a revision had counted when a wave began', () => {
  it('is by pod, of that revision only', () => {
    const counters = known(someCounters({ issued: 5, rejects: 2 }), AT);
    expect(baseline(anIstiod(FROM), anIstiod(TO, { counters }))).toEqual({
      [`istio-system/istiod-${TO}-a`]: { issued: 5, signErrors: 0, rejects: 2, internalErrors: 0 },
    });
  });

  it('is not known where there is none, one cannot be asked, or nobody knows which there are', () => {
    expect(baseline(anIstiod(FROM))).toBeNull();
    const silent = anIstiod(TO, { pod: 'istio-system/b', counters: unknown('503', AT) });
    expect(baseline(anIstiod(TO), silent)).toBeNull();
    expect(istiodBaseline(anObservation({ istiods: unknown('503', AT) }), TO)).toBeNull();
  });
});
