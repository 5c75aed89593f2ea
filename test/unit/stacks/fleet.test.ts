import { findEnvironment, findEnvironments } from '../../../stacks/environments';
import { devEnvironment } from '../../../stacks/environments/dev';
import { environmentsOf, type FleetSpec } from '../../../stacks/environments/fleet';
import { requireValidEnvironment } from '../../../stacks/validate-environment';

const PROMETHEUS = { url: 'https://prometheus.us' };

const FLEET: FleetSpec = {
  ...devEnvironment,
  name: 'shop',
  clusters: [
    { name: 'eu-1', cluster: { context: 'eu' }, network: 'eu' },
    { name: 'us-1', cluster: { context: 'us' }, prometheus: PROMETHEUS },
  ],
};

describe('the environments of a fleet', () => {
  const [eu, us] = environmentsOf(FLEET);

  it('are one for each cluster, with its name, network and Prometheus', () => {
    expect([eu?.name, us?.name]).toEqual(['shop-eu-1', 'shop-us-1']);
    expect([eu?.mesh.network, us?.mesh.network]).toEqual(['eu', undefined]);
    expect([eu?.prometheus, us?.prometheus]).toEqual([devEnvironment.prometheus, PROMETHEUS]);
    expect(
      eu?.mesh.revisions.map(({ values }) => values?.global?.multiCluster?.clusterName),
    ).toEqual(['eu-1', 'eu-1']);
  });

  it('know the other clusters, and move one after the other unless the rollout says more', () => {
    expect(eu?.fleet).toEqual({
      name: 'shop',
      cluster: 'eu-1',
      others: [{ name: 'us-1', cluster: { context: 'us' }, prometheus: PROMETHEUS }],
    });
    expect(us?.rollout?.clusters).toEqual({
      self: 'us-1',
      groups: [['eu-1'], ['us-1']],
      entering: ['eu-1'],
    });
  });

  it('are found by the name of the fleet together, and never one in place of another', () => {
    expect(findEnvironments('multi').map(({ name }) => name)).toEqual([
      'multi-cluster-1',
      'multi-cluster-2',
      'multi-cluster-3',
    ]);
    expect(findEnvironments('dev')).toEqual([devEnvironment]);
    expect(() => findEnvironment('multi')).toThrow(
      '"multi" is a mesh over several clusters; name the environment of one of them: multi-cluster-1,',
    );
    expect(() => findEnvironments('mutli')).toThrow(
      'unknown environment "mutli"; known: dev, sandbox, staging, prod, multi.',
    );
  });

  it('are valid, those of the lab too', () => {
    for (const environment of findEnvironments('multi'))
      expect(() => {
        requireValidEnvironment(environment);
      }).not.toThrow();
  });
});
