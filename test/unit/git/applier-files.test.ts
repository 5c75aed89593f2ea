import type { GitSpec } from '../../../lib/git/git-spec';
import { applierFiles } from '../../../lib/git/applier/applier-files';
import { readYamlStream } from '../../../lib/render/kubernetes-yaml';
import type { KubeObject } from '../../../lib/render/kube-object';

const REPOSITORY = 'https://git.example.org/mesh.git';
const PLACES = ['apps', 'platform', 'teams', 'teams', 'namespaces'].map((layer) => ({
  environment: 'prod',
  layer,
}));

function written(spec: Omit<GitSpec, 'repository'>, places = PLACES) {
  const files = applierFiles(places, 'prod', { repository: REPOSITORY, ...spec });
  return new Map(
    [...files].map(([file, text]) => [file, readYamlStream(text)[0] as KubeObject & Written]),
  );
}

interface Written {
  readonly spec: Readonly<Record<string, unknown>>;
}

describe('what GitOps tools are told', () => {
  it('is nothing where none of them is declared', () => {
    expect(written({}).size).toBe(0);
  });

  it('is an Application a layer for Argo CD, in the order of the layers, applied on the server and pruned', () => {
    const files = written({ argocd: { project: 'mesh' }, path: 'mesh/manifests' });
    expect([...files.keys()]).toEqual([
      'prod/argocd/prod-platform.yaml',
      'prod/argocd/prod-namespaces.yaml',
      'prod/argocd/prod-teams.yaml',
      'prod/argocd/prod-apps.yaml',
    ]);
    const teams = files.get('prod/argocd/prod-teams.yaml');
    expect(teams?.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '2' });
    expect(teams?.spec).toMatchObject({
      project: 'mesh',
      source: { repoURL: REPOSITORY, targetRevision: 'main', path: 'mesh/manifests/prod/teams' },
      destination: { server: 'https://kubernetes.default.svc' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
    expect(JSON.stringify(teams?.spec)).toContain('ServerSideApply=true');
  });

  it('lets Argo CD ignore what istiod writes, but not the failure policy that both agree on', () => {
    const text = JSON.stringify([...written({ argocd: { project: 'mesh' } }).values()][0]?.spec);
    expect(text).toContain('.webhooks[]?.clientConfig.caBundle');
    expect(text).not.toContain('failurePolicy');
  });

  it('leads an Application of a fleet to the cluster that Argo CD knows by its name', () => {
    const place = { environment: 'multi', cluster: 'eu-1', layer: 'platform' };
    const files = written({ argocd: { project: 'mesh' } }, [place]);
    expect(files.get('multi/argocd/multi-eu-1-platform.yaml')?.spec).toMatchObject({
      destination: { name: 'eu-1' },
      source: { path: 'manifests/multi/eu-1/platform' },
    });
  });

  it('is a Kustomization a layer for Flux, each after the one before', () => {
    const files = written({ flux: { source: 'mesh' } });
    const after = [...files.values()].map(({ metadata, spec }) => [
      metadata.name,
      spec['path'],
      spec['dependsOn'],
    ]);
    expect(after).toEqual([
      ['prod-platform', './manifests/prod/platform', undefined],
      ['prod-namespaces', './manifests/prod/namespaces', [{ name: 'prod-platform' }]],
      ['prod-teams', './manifests/prod/teams', [{ name: 'prod-namespaces' }]],
      ['prod-apps', './manifests/prod/apps', [{ name: 'prod-teams' }]],
    ]);
  });

  it('is one Stack for the Pulumi operator, which destroys nothing when it goes', () => {
    const pulumi = { namespace: 'pulumi', serviceAccount: 'deployer', backend: 's3://states' };
    const [stack] = [...written({ pulumi, revision: 'release' }).values()];
    expect(stack?.spec).toMatchObject({
      stack: 'prod',
      branch: 'release',
      projectRepo: REPOSITORY,
      backend: 's3://states',
      destroyOnFinalize: false,
    });
  });
});
