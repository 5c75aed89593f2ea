import { readRevisionObjects } from '../../../lib/cluster/revision-objects';
import { StubApiServer } from '../../support/stub-api-server';

const KINDS = {
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  services: 'Service',
  serviceaccounts: 'ServiceAccount',
  horizontalpodautoscalers: 'HorizontalPodAutoscaler',
  poddisruptionbudgets: 'PodDisruptionBudget',
  networkpolicies: 'NetworkPolicy',
  mutatingwebhookconfigurations: 'MutatingWebhookConfiguration',
  validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
  roles: 'Role',
  rolebindings: 'RoleBinding',
  clusterroles: 'ClusterRole',
  clusterrolebindings: 'ClusterRoleBinding',
  leases: 'Lease',
};
const resources = Object.entries(KINDS).map(([name, kind]) => ({ name, kind, namespaced: false }));

it('finds nothing of a revision that is gone, though a list of metadata is null then', async () => {
  const server = await StubApiServer.start(({ path }) => {
    const isDiscovery = /^\/(api|apis\/[^/]+)\/v\d$/.test(path);
    const items = path.endsWith('/configmaps') ? null : [];
    const body = isDiscovery
      ? { kind: 'APIResourceList', resources }
      : { kind: 'List', metadata: {}, items };
    return { code: 200, body };
  });
  try {
    expect(await readRevisionObjects(server.client, ['1-30'])).toEqual({ '1-30': [] });
    expect(server.requests.map(({ path }) => path)).toContain('/api/v1/configmaps');
  } finally {
    server.stop();
  }
});
