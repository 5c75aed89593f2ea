import { known, unknown } from '../../../../lib/rollout/fact';
import { tagServiceProblem } from '../../../../lib/rollout/tags/tag-problem';
import type { PointerFact } from '../../../../lib/rollout/pointers/pointer-fact';
import {
  AT,
  anObservation,
  aPointer,
  aTagService,
  FROM,
  TO,
} from '../../../support/rollout-builders';

const problem = (...pointers: PointerFact[]) =>
  tagServiceProblem('web', TO, anObservation({ pointers: known(pointers, AT) }));

describe('the Service of a tag', () => {
  it('is in order where it is that of the revision, or where Istio makes none', () => {
    expect(problem(aTagService('web', TO))).toBeNull();
    expect(problem()).toBeNull();
  });

  it('is no other than its own: neither a webhook of the tag, nor the Service of another', () => {
    expect(problem(aPointer(FROM, { tag: 'web' }), aTagService('core', FROM))).toBeNull();
  });

  it('is told where it is that of another revision, or of none', () => {
    expect(problem(aTagService('web', FROM))).toEqual({
      verdict: 'Inconclusive',
      namespace: '',
      subject: 'Tag web',
      value: `its Service is that of ${FROM}`,
      message: `revision tag web: its Service is that of ${FROM}, it belongs on ${TO}`,
    });
    expect(problem({ ...aTagService('web', FROM), revision: null })?.value).toBe(
      'its Service is that of none',
    );
  });

  it('is not known where it could not be read', () => {
    const observation = anObservation({ pointers: unknown('503', AT) });
    expect(tagServiceProblem('web', TO, observation)).toMatchObject({
      verdict: 'Error',
      subject: 'Tag web',
      message: '503',
    });
  });
});
