import {
  environmentLayer,
  strayVariables,
  type EnvironmentVariables,
} from '../../../lib/operator/environment-layer';
import type { Issue } from '../../../lib/operator/issue';
import { leavesOf, plain } from '../../../lib/operator/traced';

function read(variables: EnvironmentVariables, revision: string) {
  const issues: Issue[] = [];
  const layer = environmentLayer(variables, revision, issues);
  return { issues, layer, spec: plain(layer) };
}

describe('the environment layer', () => {
  it('is empty without variables of our prefix', () => {
    expect(read({ PATH: '/bin', HELM_DEBUG: '1' }, '1-31').spec).toEqual({});
  });

  it('knows hub, tag and profile, and the variables that are not about the mesh', () => {
    const variables = {
      ISTIO_REVISIONS_HUB: 'h',
      ISTIO_REVISIONS_TAG: '1.30',
      ISTIO_REVISIONS_PROFILE: 'demo',
      ISTIO_REVISIONS_LAB: '/lab',
      ISTIO_REVISIONS_BIN_HELM: '/helm',
    };
    expect(read(variables, '').spec).toEqual({ hub: 'h', tag: '1.30', profile: 'demo' });
  });

  it('lets the narrower variable win: the revision’s over all revisions’ over hub, tag and profile', () => {
    const variables = {
      ISTIO_REVISIONS_TAG: 'a',
      ISTIO_REVISIONS_HUB: 'a',
      ISTIO_REVISIONS_PROFILE: 'a',
      ISTIO_REVISIONS_SET: 'tag=b,hub=b',
      ISTIO_REVISIONS_SET_1_31: 'tag=c',
    };
    expect(read(variables, '1-31').spec).toEqual({ tag: 'c', hub: 'b', profile: 'a' });
    expect(read(variables, '1-30').spec).toEqual({ tag: 'b', hub: 'b', profile: 'a' });
  });

  it('reads path=value pairs as --set does', () => {
    const set = 'values.a=1,values.b=true,values.c=1\\,2,values.e\\.f=x=y, values.g=,values.h[0]=0';
    expect(read({ ISTIO_REVISIONS_SET: set }, '').spec).toEqual({
      values: { a: 1, b: true, c: '1,2', 'e.f': 'x=y', g: '', h: [0] },
    });
  });

  it('takes an empty variable for one that is not set, and a comma behind a backslash for one of the value', () => {
    const set = 'meshConfig.defaultConfig.proxyMetadata.X=a\\,b';
    expect(read({ ISTIO_REVISIONS_HUB: '', ISTIO_REVISIONS_SET: set }, '').spec).toEqual({
      meshConfig: { defaultConfig: { proxyMetadata: { X: 'a,b' } } },
    });
  });

  it('says by which variable each field is set', () => {
    const { layer } = read({ ISTIO_REVISIONS_HUB: 'h', ISTIO_REVISIONS_SET: 'values.a=1' }, '');
    expect(
      leavesOf(layer).map(([path, { settings }]) => [path.join('.'), settings[0].layer]),
    ).toEqual([
      ['hub', 'ISTIO_REVISIONS_HUB'],
      ['values.a', 'ISTIO_REVISIONS_SET'],
    ]);
  });

  it('refuses every unknown variable and malformed pair, by name', () => {
    const variables = {
      ISTIO_REVISIONS_HUBB: 'x',
      ISTIO_REVISIONS_SETT: 'x',
      ISTIO_REVISIONS_SET: 'values.a,=b',
    };
    const { issues } = read(variables, '');
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
