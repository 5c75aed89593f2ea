import { engineRun, providerRun } from '../../../lib/deploy/engine-run';
import { sourceDigest } from '../../../lib/deploy/source-digest';
import type { StackState } from '../../../lib/deploy/stack-state';
import { aBody, aLabelPatch, aResource } from '../../support/deploy-builders';

const SHOP = aLabelPatch('shop', '1-31');
const ALL = [aResource(aBody('ConfigMap', 'settings')), SHOP];
const INPUTS = { kubeconfig: '/home/mesh/kubeconfig', context: 'prod', clusterIdentifier: 'prod' };
const PLACE = { project: 'mesh', stack: 'prod', inputs: INPUTS };
const WHOLE = {
  resources: ALL,
  provider: INPUTS,
  source: sourceDigest(ALL),
  flags: [],
  checkpoints: true,
};

function aStack(changes: Partial<StackState> = {}): StackState {
  const provider = { reference: 'urn::p-1', inputs: INPUTS };
  return { resources: [], outputs: { source: 'before' }, provider, ...changes };
}

function run(state: StackState, refresh = false) {
  return engineRun({ resources: ALL, part: [SHOP], refresh }, state, PLACE);
}

describe('a run of the engine', () => {
  it('reaches no further than a part that may go alone, and leaves the source that was seen as a whole', () => {
    expect(run(aStack())).toEqual({
      resources: [SHOP],
      provider: INPUTS,
      source: 'before',
      flags: ['--target=urn:pulumi:prod::mesh::kubernetes:core/v1:NamespacePatch::shop'],
      checkpoints: false,
    });
  });

  it.each([
    ['kubeconfig', { kubeconfig: '/tmp/yesterday' }],
    ['context', { context: 'staging' }],
    ['cluster', { clusterIdentifier: 'staging' }],
    ['kubeconfig in the state, from an earlier version', { kubeconfig: { secret: 'v1:…' } }],
  ])('reaches everything where the provider of the stack has another %s', (_what, change) => {
    const provider = { reference: 'urn::p-1', inputs: { ...INPUTS, ...change } };
    expect(run(aStack({ provider }))).toEqual(WHOLE);
  });

  it('reaches everything where the stack was never updated, and where no part is named', () => {
    expect(run(aStack({ provider: null }))).toEqual(WHOLE);
    expect(run(aStack({ outputs: {} }))).toEqual(WHOLE);
    expect(engineRun({ resources: ALL }, aStack(), PLACE)).toEqual(WHOLE);
  });

  it('looks at the cluster first only where it is told to', () => {
    expect(run(aStack()).flags).not.toContain('--refresh');
    expect(run(aStack(), true).flags).toContain('--refresh');
    expect(run(aStack({ provider: null }), true).flags).toEqual(['--refresh']);
  });

  it('begins a stack with its provider alone', () => {
    expect(providerRun(PLACE)).toEqual({
      resources: [],
      provider: INPUTS,
      source: '',
      flags: ['--target=urn:pulumi:prod::mesh::pulumi:providers:kubernetes::kubernetes'],
      checkpoints: true,
    });
  });
});
