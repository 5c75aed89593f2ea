import { objectProblems, type OperatorMeans } from '../../../../lib/rollout/object/object-problems';
import { FROM, TO } from '../../../support/rollout-builders';
import { OBJECT_SPEC } from '../../../support/rollout-objects';

const MEANS: OperatorMeans = { revisions: [FROM, TO], metrics: true };

const problemsOf = (changes: Readonly<Record<string, unknown>>, means = MEANS) =>
  objectProblems({ ...OBJECT_SPEC, ...changes }, means);

describe('what an operator says of a rollout as it is written', () => {
  it('is nothing where it can drive it', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ mode: 'tag', metrics: { maxErrorShare: 0.01 } })).toEqual([]);
  });

  it.each([
    [
      'a removal',
      { removal: 'automatic' },
      /^removal: found "automatic", must be "keep": .*delete that of 1-30/,
    ],
    [
      'a removal that is not spoken of',
      { removal: undefined },
      /^removal: found nothing, must be "keep"/,
    ],
    ['a hand-over', { default: undefined }, /^default: found nothing, must be "keep"/],
    [
      'a gateway',
      { waves: [{ name: 'edge', gateways: [{ namespace: 'edge', name: 'edge' }] }] },
      /^wave edge: the operator deploys no gateways; .* move with their namespace/,
    ],
    [
      'a Gateway of the Gateway API',
      {
        waves: [
          {
            name: 'edge',
            gateways: [{ namespace: 'a', name: 'b', api: 'gateway.networking.k8s.io' }],
          },
        ],
      },
      /^wave edge: the operator deploys no gateways; those of the Gateway API are moved by `istio-revisions rollout run`/,
    ],
    [
      'a patch',
      { from: '1-30@1.30.3', to: '1-30@1.30.4' },
      /^from: found "1-30@1.30.3", to: found "1-30@1.30.4"; .* IstioOperator object for a revision with the new version/,
    ],
    [
      'a revision without an object',
      { to: '1-32' },
      /^to: revision "1-32" is not declared; declared: 1-30, 1-31/,
    ],
    ['an unknown field', { wavs: [] }, /^wavs: unknown field; did you mean "waves"\?/],
    [
      'a value of another type',
      { soakSeconds: '5' },
      /^soakSeconds: found "5", must be of type number/,
    ],
  ])('names %s, and what to do', (_what, changes, words) => {
    expect(problemsOf(changes)).toEqual([expect.stringMatching(words)]);
  });

  it('names metrics that it has no Prometheus for', () => {
    const without = { ...MEANS, metrics: false };
    expect(problemsOf({ metrics: { maxErrorShare: 0.01 } }, without)).toEqual([
      expect.stringMatching(/^metrics: .* start it with --prometheus$/),
    ]);
    expect(problemsOf({}, without)).toEqual([]);
  });

  it('names everything at once', () => {
    expect(problemsOf({ removal: 'approve', default: 'move', soakSeconds: -1 })).toHaveLength(3);
  });

  it('takes a revision to come from that no object describes: it is somebody else’s to remove', () => {
    expect(problemsOf({ from: '1-29' })).toEqual([]);
  });
});
