import type { RolloutPosition } from '../../../lib/rollout/position';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { namespacesBeside } from '../../../stacks/namespaces-of-environment';

const { rollout: _rollout, ...idle } = devEnvironment;

const declaring = (revision: string, environment: EnvironmentSpec = devEnvironment) => ({
  ...environment,
  mesh: { ...environment.mesh, namespaces: [{ name: 'shop', revision }] },
});

const at = (changes: Partial<RolloutPosition>): RolloutPosition => ({
  installed: true,
  retired: [],
  namespaces: [],
  gateways: {},
  tags: {},
  pointers: {},
  status: '',
  ...changes,
});

const revisionOf = (revision: string, position?: RolloutPosition, environment = devEnvironment) =>
  namespacesBeside(declaring(revision, environment), position).map((one) => one.revision);

describe('a namespace that the platform declares', () => {
  it('is born with the label of its revision where there is no rollout', () => {
    expect(revisionOf('1-30', undefined, idle)).toEqual(['1-30']);
    expect(revisionOf('1-31', at({}), idle)).toEqual(['1-31']);
  });

  it('is not born on a revision that its rollout has not installed', () => {
    expect(revisionOf('1-31')).toEqual(['1-30']);
    expect(revisionOf('1-31', at({ installed: false }))).toEqual(['1-30']);
  });

  it('is born in the middle of a rollout where the rollout says, whichever end it names', () => {
    expect(revisionOf('1-30', at({ home: '1-30' }))).toEqual(['1-30']);
    expect(revisionOf('1-31', at({ home: '1-30' }))).toEqual(['1-30']);
    expect(revisionOf('1-30', at({ home: '1-31' }))).toEqual(['1-31']);
  });

  it('is not born on a revision that a rollout removed though the source still names it', () => {
    const gone = at({ retired: ['1-30'], home: '1-31' });
    expect(revisionOf('1-30', gone, idle)).toEqual(['1-31']);
  });

  it('is born on what is left where a file in Git says no more than that', () => {
    expect(revisionOf('1-30', at({}))).toEqual(['1-30']);
    expect(revisionOf('1-30', at({ retired: ['1-30'] }))).toEqual(['1-31']);
  });

  it('is born on its own revision where a rollout is between two others', () => {
    expect(revisionOf('1-29', at({ home: '1-31' }))).toEqual(['1-29']);
  });

  it('keeps the label that it has once it lives: nothing but a wave moves it', () => {
    const living = at({ home: '1-31', labelled: { shop: '1-30' } });
    expect(revisionOf('1-30', living)).toEqual(['1-30']);
    expect(revisionOf('1-31', living, idle)).toEqual(['1-30']);
  });

  it('is in the tree once, by the position, once a rollout has adopted it', () => {
    const adopted = at({ namespaces: [{ name: 'shop', uid: 'u1', revision: '1-31' }] });
    expect(namespacesBeside(declaring('1-30'), adopted)).toEqual([]);
  });
});
