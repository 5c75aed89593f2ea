import { chooseForSynth } from '../../../stacks/choose-for-synth';
import { ENVIRONMENTS } from '../../../stacks/environments';
import { devEnvironment } from '../../../stacks/environments/dev';
import { prodEnvironment } from '../../../stacks/environments/prod';

function choice(variables: NodeJS.ProcessEnv, environments = ENVIRONMENTS, hasSample = true) {
  const { environments: chosen, ...rest } = chooseForSynth(environments, variables, hasSample);
  return { names: chosen.map(({ name }) => name), ...rest };
}

describe('cdk8s synth in a shell that sourced the env.sh of the lab', () => {
  it('writes the environments of the lab and its sample, and says which it leaves out and why', () => {
    const { names, sample, leftOut } = choice({ ISTIO_REVISIONS_LAB: '/home/me/.lab' });
    expect([names, sample]).toEqual([['dev'], true]);
    expect(leftOut).toMatch(
      /^left out sandbox, staging, prod, multi: ISTIO_REVISIONS_LAB is set.*not sourced/,
    );
  });

  it('says nothing where nothing is left out', () => {
    const lab = { ISTIO_REVISIONS_LAB: '/home/me/.lab' };
    expect(choice(lab, [devEnvironment])).toEqual({ names: ['dev'], sample: true, leftOut: null });
  });
});

describe('cdk8s synth in another shell', () => {
  it.each([{}, { ISTIO_REVISIONS_LAB: '' }])(
    'writes every other environment, and says how to get those of the lab: %j',
    (variables) => {
      const { names, sample, leftOut } = choice(variables);
      expect([names, sample]).toEqual([['sandbox', 'staging', 'prod'], false]);
      expect(leftOut).toMatch(/^left out dev, multi, the sample: .*lab up.*source \.lab\/env\.sh/);
    },
  );

  it('never writes the sample, whose namespaces may be a real shop', () => {
    const { names, leftOut } = choice({}, [prodEnvironment]);
    expect(names).toEqual(['prod']);
    expect(leftOut).toMatch(/^left out the sample: /);
  });

  it('says nothing in a project that has neither environments for the lab nor a sample', () => {
    const nothing = { names: ['prod'], sample: false, leftOut: null };
    expect(choice({}, [prodEnvironment], false)).toEqual(nothing);
  });
});
