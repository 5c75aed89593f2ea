import { chooseCharts } from '../../../lib/operator/choose-charts';
import type { EnvironmentVariables } from '../../../lib/operator/environment-layer';
import { ISTIO_OPERATOR, type IstioOperatorSpec } from '../../../lib/operator/istio-operator';

const choose = (spec: IstioOperatorSpec, variables: EnvironmentVariables = {}) =>
  chooseCharts({ ...ISTIO_OPERATOR, spec }, variables);

describe('the charts of a document', () => {
  it('are those of its tag, whatever the environment says', () => {
    const variables = { ISTIO_REVISIONS_TAG: '1.30.3', ISTIO_REVISIONS_SET: 'tag=1.30.2' };
    expect(choose({ tag: '1.31.0' }, variables).tag).toBe('1.31.0');
    expect(choose({ tag: 1.31 }).tag).toBe('1.31');
  });

  it('are those of the tag that ISTIO_REVISIONS_SET sets, as the image is', () => {
    expect(choose({}, { ISTIO_REVISIONS_SET: 'tag=1.31.0' }).tag).toBe('1.31.0');
    const both = { ISTIO_REVISIONS_TAG: '1.30.3', ISTIO_REVISIONS_SET: 'tag=1.31.0' };
    expect(choose({}, both).tag).toBe('1.31.0');
    const own = { ...both, ISTIO_REVISIONS_SET_GREEN: 'tag=1.31.1' };
    expect(choose({ revision: 'green' }, own).tag).toBe('1.31.1');
  });

  it('lie where the document says, else where the environment says', () => {
    const variables = { ISTIO_REVISIONS_SET: 'installPackagePath=/environment' };
    expect(choose({}, variables).installPackagePath).toBe('/environment');
    expect(choose({ installPackagePath: '/document' }, variables)).toEqual({
      tag: '',
      installPackagePath: '/document',
    });
    expect(choose({}).installPackagePath).toBeUndefined();
  });
});
