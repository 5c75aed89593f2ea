import { environmentLayer, strayVariables } from '../../../lib/operator/environment-layer';
import { InvalidInputError } from '../../../lib/operator/issue';

describe('the environment layer', () => {
  it('is empty without variables of our prefix', () => {
    expect(environmentLayer({ PATH: '/bin', HELM_DEBUG: '1' }, '1-31')).toEqual({});
  });

  it('knows hub, tag and profile, and the variables that are not about the mesh', () => {
    const variables = {
      ISTIO_REVISIONS_HUB: 'h',
      ISTIO_REVISIONS_TAG: '1.30',
      ISTIO_REVISIONS_PROFILE: 'demo',
      ISTIO_REVISIONS_LAB: '/lab',
      ISTIO_REVISIONS_BIN_HELM: '/helm',
    };
    expect(environmentLayer(variables, '')).toEqual({ hub: 'h', tag: '1.30', profile: 'demo' });
  });

  it('lets the narrower variable win: the revision’s over all revisions’ over hub, tag and profile', () => {
    const variables = {
      ISTIO_REVISIONS_TAG: 'a',
      ISTIO_REVISIONS_HUB: 'a',
      ISTIO_REVISIONS_PROFILE: 'a',
      ISTIO_REVISIONS_SET: 'tag=b,hub=b',
      ISTIO_REVISIONS_SET_1_31: 'tag=c',
    };
    expect(environmentLayer(variables, '1-31')).toEqual({ tag: 'c', hub: 'b', profile: 'a' });
    expect(environmentLayer(variables, '1-30')).toEqual({ tag: 'b', hub: 'b', profile: 'a' });
  });

  it('reads path=value pairs as helm --set does', () => {
    const set = 'values.a=1,values.b=true,values.c=null,values.d=007,values.e\\.f=x=y, values.g=';
    expect(environmentLayer({ ISTIO_REVISIONS_SET: set }, '')).toEqual({
      values: { a: 1, b: true, c: null, d: '007', 'e.f': 'x=y', g: '' },
    });
  });

  it('refuses every unknown variable and malformed pair, by name', () => {
    const variables = {
      ISTIO_REVISIONS_HUBB: 'x',
      ISTIO_REVISIONS_SETT: 'x',
      ISTIO_REVISIONS_SET: 'values.a,=b',
    };
    const issues = issuesOf(() => environmentLayer(variables, ''));
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['unknown-variable', 'ISTIO_REVISIONS_HUBB'],
      ['unknown-variable', 'ISTIO_REVISIONS_SETT'],
      ['malformed-setting', 'values.a'],
      ['malformed-setting', '=b'],
    ]);
    expect(issues[0]!.message).toContain('ISTIO_REVISIONS_HUB,');
  });

  it('finds settings for revisions that nobody declares', () => {
    const variables = { ISTIO_REVISIONS_SET_1_31: 'a=b', ISTIO_REVISIONS_SET_1_32: 'a=b' };
    expect(strayVariables(variables, ['1-30', '1-31']).map(({ path }) => path)).toEqual([
      'ISTIO_REVISIONS_SET_1_32',
    ]);
  });
});

function issuesOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}
