import { chooseCharts } from '../../../lib/operator/choose-charts';
import type { EnvironmentVariables } from '../../../lib/operator/environment-layer';
import {
  ISTIO_OPERATOR,
  VERSION_ANNOTATION,
  type IstioOperatorSpec,
} from '../../../lib/operator/istio-operator';
import { inputsOf, type OperatorInputs } from '../../../lib/operator/operator-inputs';
import { userLayers } from '../../../lib/operator/user-layers';

const chosen = (inputs: OperatorInputs, variables: EnvironmentVariables = {}) =>
  chooseCharts(inputs, userLayers(inputs, variables));

const choose = (spec: IstioOperatorSpec, variables: EnvironmentVariables = {}) =>
  chosen(inputsOf({ ...ISTIO_OPERATOR, spec }), variables);

describe('the charts of a document', () => {
  it('are those of its tag, whatever the environment says', () => {
    const variables = { ISTIO_REVISIONS_TAG: '1.30.3', ISTIO_REVISIONS_SET: 'tag=1.30.2' };
    expect(choose({ tag: '1.31.0' }, variables).version).toBe('1.31.0');
    expect(choose({ tag: 1.31 }).version).toBe('1.31');
  });

  it('are those of the tag that ISTIO_REVISIONS_SET sets, as the image is', () => {
    expect(choose({}, { ISTIO_REVISIONS_SET: 'tag=1.31.0' }).version).toBe('1.31.0');
    const both = { ISTIO_REVISIONS_TAG: '1.30.3', ISTIO_REVISIONS_SET: 'tag=1.31.0' };
    expect(choose({}, both).version).toBe('1.31.0');
    const own = { ...both, ISTIO_REVISIONS_SET_GREEN: 'tag=1.31.1' };
    expect(choose({ revision: 'green' }, own).version).toBe('1.31.1');
  });

  it('are those of the version that the document names, where its images have another tag', () => {
    const metadata = { annotations: { [VERSION_ANNOTATION]: '1.31.2' } };
    const document = { ...ISTIO_OPERATOR, metadata, spec: { tag: 'our-build-7' } };
    expect(chosen(inputsOf(document)).version).toBe('1.31.2');
  });

  it('are those of the last file and the last setting that name one', () => {
    const file = (tag: string) => ({ name: tag, document: { spec: { tag } } });
    const files = [file('1.30.3'), file('1.31.0')];
    expect(chosen({ files }).version).toBe('1.31.0');
    expect(chosen({ files, settings: ['tag=1.31.1'] }).version).toBe('1.31.1');
  });

  it('lie where the document says, else where the environment says', () => {
    const variables = { ISTIO_REVISIONS_SET: 'installPackagePath=/environment' };
    expect(choose({}, variables).installPackagePath).toBe('/environment');
    expect(choose({ installPackagePath: '/document' }, variables)).toEqual({
      version: '',
      installPackagePath: '/document',
    });
    expect(choose({}).installPackagePath).toBeUndefined();
  });
});
