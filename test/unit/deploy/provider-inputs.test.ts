import { resolve } from 'node:path';
import { providerInputs } from '../../../lib/deploy/provider-inputs';

describe('the settings of the provider', () => {
  it('name the cluster for good, and the kubeconfig by its path: what is in it is a secret', () => {
    const cluster = { kubeconfig: 'package.json', context: 'prod' };
    expect(providerInputs({ environment: 'prod', cluster }, {})).toEqual({
      kubeconfig: resolve('package.json'),
      context: 'prod',
      clusterIdentifier: 'prod',
    });
  });

  it('take KUBECONFIG where the environment names no file, and nothing where there is none', () => {
    const target = { environment: 'dev', cluster: {} };
    expect(providerInputs(target, { KUBECONFIG: '/dev/null' }).kubeconfig).toBe('/dev/null');
    expect(providerInputs(target, {})).toEqual({ clusterIdentifier: 'dev' });
  });

  it('are refused where the file is not there', () => {
    const cluster = { kubeconfig: '/nowhere/kubeconfig' };
    expect(() => providerInputs({ environment: 'dev', cluster }, {})).toThrow(
      'kubeconfig "/nowhere/kubeconfig" does not exist; name one existing file in KUBECONFIG',
    );
  });
});
