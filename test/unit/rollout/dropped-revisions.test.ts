import { droppedProblems } from '../../../lib/rollout/dropped-revisions';
import { known, unknown } from '../../../lib/rollout/fact';
import { AT, anIstiod, anObservation, FROM, TO } from '../../support/rollout-builders';

describe('a revision that the source no longer names', () => {
  it('is refused with what uses it', () => {
    expect(droppedProblems([TO], anObservation())).toEqual([
      expect.stringMatching(
        /^revision 1-31 is in use but no longer declared \(namespaces labelled: shop; /,
      ),
    ]);
  });

  it('may go when nothing uses it', () => {
    expect(droppedProblems([FROM], anObservation())).toEqual([]);
  });

  it('is refused while it is not known whether anything uses it', () => {
    const silent = anIstiod(FROM, { proxies: unknown('istiod did not answer', AT) });
    const observation = anObservation({ istiods: known([silent], AT) });
    expect(droppedProblems([FROM], observation)).toEqual([
      expect.stringContaining('revision 1-30 may be in use but no longer declared (istiod did'),
    ]);
  });
});
