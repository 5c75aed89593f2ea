import type { RolloutSpec } from '../../../../lib/rollout/rollout-spec';
import { validateRolloutSpec } from '../../../../lib/rollout/validate-rollout-spec';

const GATEWAYS = { name: 'edge', gateways: [{ namespace: 'gateways', name: 'ingress' }] };

const PATCH: RolloutSpec = {
  from: '1-30@1.30.3',
  to: '1-30@1.30.4',
  waves: [{ name: 'web', namespaces: ['shop'] }],
};

describe('a rollout between two versions of a revision', () => {
  it.each<[string, Partial<RolloutSpec>]>([
    ['upwards', {}],
    ['downwards', { from: '1-30@1.30.4', to: '1-30@1.30.3' }],
    ['from a release candidate', { from: '1-30@1.30.4-rc.1' }],
    ['with gateways, which change in place', { waves: [GATEWAYS] }],
    ['with gateways of which all moves at once', { waves: [{ ...GATEWAYS, shares: [100] }] }],
  ])('may go %s', (_title, changes) => {
    expect(validateRolloutSpec({ ...PATCH, ...changes }, ['1-30'])).toEqual([]);
  });

  it.each<[string, Partial<RolloutSpec>, RegExp]>([
    ['no version at one end', { from: '1-30' }, /version is named only where both are the same/],
    ['no version at the other', { to: '1-30' }, /version is named only where both are the same/],
    [
      'another revision',
      { to: '1-31@1.31.0' },
      /another revision has the version that is declared/,
    ],
    ['the same version', { to: '1-30@1.30.3' }, /from and to are both "1-30@1.30.3"/],
    ['another minor', { to: '1-30@1.31.0' }, /of different minors; declare a new revision/],
    ['what is no version', { to: '1-30@next' }, /to: "next" is no Istio version such as 1.30.4/],
    ['a revision unknown', { from: '1-29@1.29.1', to: '1-29@1.29.2' }, /"1-29" is not declared/],
    ['tags', { mode: 'tag' }, /mode: a patch moves no label and no tag/],
    ['waves that stay', { rollback: 'wave' }, /rollback: its istiods go back as a whole/],
    ['a hand-over', { default: 'move' }, /default: what leads to the revision leads to it/],
    [
      'shares of the traffic of gateways',
      { waves: [{ ...GATEWAYS, shares: [50, 100] }] },
      /wave edge: a patch changes gateways in place, so they cannot take shares of their traffic; leave out shares/,
    ],
    ['a removal', { removal: 'automatic' }, /removal: a patch removes no revision/],
  ])('is refused with %s', (_title, changes, problem) => {
    expect(validateRolloutSpec({ ...PATCH, ...changes }, ['1-30'])).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  it('is what a rollout from a revision to itself is pointed to', () => {
    expect(validateRolloutSpec({ ...PATCH, from: '1-30', to: '1-30' }, ['1-30'])).toEqual([
      'from and to are both "1-30"; to change its version, name both as 1-30@<version>',
    ]);
  });
});
