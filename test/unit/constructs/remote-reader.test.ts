import type { V1ClusterRole, V1PolicyRule, V1RoleBinding } from '@kubernetes/client-node';
import { Chart, Testing } from 'cdk8s';
import { IstiodRevision, RemoteReader, type RemoteReaderProps } from '../../../constructs';
import { InvalidInputError } from '../../../lib/operator/issue';
import type { KubeObject } from '../../../lib/render/kube-object';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const PRIMARY = { readers: [{ cluster: 'eu-1' }, { cluster: 'us-1' }] };
const REMOTE = { readers: [{ cluster: 'eu-1', controlPlane: true }, { cluster: 'us-1' }] };

const chart = () => new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });

function objectsOf(props: RemoteReaderProps): KubeObject[] {
  const scope = chart();
  new RemoteReader(scope, 'readers', props);
  return scope.toJson() as KubeObject[];
}

/** Each right by itself. */
function rightsOf(rules: readonly V1PolicyRule[]): string[] {
  return rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
    ),
  );
}

/** Every right that an account has by the roles of these objects. */
function rightsOfAccount(objects: readonly KubeObject[], account: string): string[] {
  return objects
    .filter(({ kind }) => kind.endsWith('Binding'))
    .map((object) => object as KubeObject & V1RoleBinding)
    .filter(({ subjects = [] }) => subjects.some(({ name }) => name === account))
    .flatMap(({ roleRef }) => {
      const role = objects.find(
        ({ kind, metadata }) => kind === roleRef.kind && metadata.name === roleRef.name,
      );
      return rightsOf((role as KubeObject & V1ClusterRole).rules ?? []);
    });
}

/** What the chart's own account may do in the cluster of a revision. */
function chartRights(version: string, values: object): string[] {
  const scope = chart();
  const revision = { revision: 'r', version, values, environmentVariables };
  new IstiodRevision(scope, 'istiod', revision);
  const role = (scope.toJson() as KubeObject[]).find(({ metadata }) =>
    metadata.name.startsWith('istio-reader-clusterrole'),
  );
  return rightsOf((role as KubeObject & V1ClusterRole).rules ?? []);
}

const isWithin = (right: string, rights: readonly string[]): boolean =>
  rights.includes(right) || rights.includes(right.replace(/\/.*$/, '/*'));

describe('a RemoteReader', () => {
  it.each([
    ['1.30.3', 'istio-reader-eu-1', PRIMARY, {}],
    ['1.31.0', 'istio-reader-eu-1', PRIMARY, {}],
    ['1.30.3', 'istio-reader-eu-1', REMOTE, { istiodRemote: { enabled: true } }],
    ['1.31.0', 'istio-reader-eu-1', REMOTE, { istiodRemote: { enabled: true } }],
  ])('beside the chart of %s is never wider for %s (%j)', (version, account, props, extra) => {
    const values = {
      ...extra,
      ...('istiodRemote' in extra
        ? {
            global: { remotePilotAddress: '192.0.2.1', multiCluster: { clusterName: 'us-1' } },
            meshConfig: { defaultConfig: { discoveryAddress: 'istiod-r.istio-system.svc:15012' } },
          }
        : {}),
    };
    const theirs = chartRights(version, values);
    const ours = rightsOfAccount(objectsOf(props), account);
    expect(ours.length).toBeGreaterThan(15);
    expect(ours.filter((right) => !isWithin(right, theirs))).toEqual([]);
    expect(ours.length).toBeLessThan(theirs.length / 2);
  });

  it('lets nobody write, nor see who may do what, but for the control plane of a cluster without one', () => {
    const readOnly = rightsOfAccount(objectsOf(REMOTE), 'istio-reader-us-1');
    expect(readOnly.filter((right) => !/^(list|watch) /.test(right))).toEqual([]);
    expect(readOnly).toEqual(rightsOfAccount(objectsOf(PRIMARY), 'istio-reader-us-1'));
    const writing = rightsOfAccount(objectsOf(REMOTE), 'istio-reader-eu-1');
    expect(writing.filter((right) => /^(create|update|patch|delete) /.test(right)).sort()).toEqual([
      'create /configmaps',
      'create authentication.k8s.io/tokenreviews',
      'create authorization.k8s.io/subjectaccessreviews',
      'update /configmaps',
      'update admissionregistration.k8s.io/mutatingwebhookconfigurations',
    ]);
  });

  it('names every right, so that no kind to come is in it', () => {
    const all = ['eu-1', 'us-1'].flatMap((name) =>
      rightsOfAccount(objectsOf(REMOTE), `istio-reader-${name}`),
    );
    expect(all.filter((right) => right.includes('*'))).toEqual([]);
  });

  it('reads ConfigMaps of the mesh only', () => {
    const { rules } = objectsOf(PRIMARY).find(({ kind }) => kind === 'ClusterRole') as KubeObject &
      V1ClusterRole;
    expect(rightsOf(rules!)).not.toContain('list /configmaps');
    const role = objectsOf({ ...PRIMARY, namespace: 'mesh' }).find(({ kind }) => kind === 'Role');
    expect(role).toMatchObject({
      metadata: { namespace: 'mesh', name: 'istio-revisions-reader-mesh' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] }],
    });
  });

  it('has an account of its own for each reader, without a token in any pod, and binds each role once', () => {
    const objects = objectsOf(REMOTE);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount istio-reader-eu-1',
      'ServiceAccount istio-reader-us-1',
      'ClusterRole istio-revisions-reader-istio-system',
      'ClusterRoleBinding istio-revisions-reader-istio-system',
      'Role istio-revisions-reader-istio-system',
      'RoleBinding istio-revisions-reader-istio-system',
      'ClusterRole istio-revisions-control-plane-istio-system',
      'ClusterRoleBinding istio-revisions-control-plane-istio-system',
    ]);
    const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map((account) => account['automountServiceAccountToken'])).toEqual([
      false,
      false,
    ]);
  });

  it.each([
    [[{ cluster: 'EU 1' }], 'found "EU 1"; a cluster is called by a DNS label'],
    [[{ cluster: 'eu-1' }, { cluster: 'eu-1' }], '"eu-1" is named twice; each reader once'],
  ])('is refused for the readers %j', (readers, message) => {
    expect(() => objectsOf({ readers })).toThrow(InvalidInputError);
    expect(() => objectsOf({ readers })).toThrow(message);
  });
});
