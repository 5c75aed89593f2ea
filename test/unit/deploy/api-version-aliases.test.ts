import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aliasTypes } from '../../../lib/deploy/api-version-aliases';
import { mapTree, type MappedResource } from '../../../lib/deploy/map-tree';
import { devEnvironment } from '../../../stacks/environments/dev';
import { prodEnvironment } from '../../../stacks/environments/prod';
import { platformApp } from '../../../stacks/platform-app';
import { releasedCharts } from '../../support/released-charts';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

/** Aliases of every typed class of the installed package, by the class's own type. */
const TYPED = typedAliases(dirname(require.resolve('@pulumi/kubernetes/package.json')));

let resources: readonly MappedResource[];
beforeAll(async () => {
  const variables = await renderEnvironment();
  const charts = releasedCharts(variables['ISTIO_REVISIONS_CHARTS'] ?? '');
  const released = { ...variables, ISTIO_REVISIONS_CHARTS: charts };
  const position = {
    installed: true,
    retired: [],
    namespaces: [{ name: 'shop', uid: 'u', revision: '1-31' }],
    gateways: {},
    tags: {},
    pointers: {},
    status: '',
  };
  resources = [
    ...mapTree(platformApp(devEnvironment, position, variables), 'tests'),
    ...mapTree(platformApp(prodEnvironment, position, released), 'tests'),
  ];
  rmSync(charts, { recursive: true });
}, RENDER_SETUP_MS);

describe('the aliases of an object', () => {
  it('are those of the typed class, for every kind that the charts contain', () => {
    const compared = new Map<string, readonly string[]>();
    for (const { type, aliases } of resources) {
      const typed = TYPED.get(type);
      if (typed === undefined) continue;
      // A type that no class has is in no state, so an alias for it finds nothing.
      const effective = aliases.filter((alias) => TYPED.has(alias));
      const wanted = typed.filter((alias) => TYPED.has(alias));
      expect([type, [...effective].sort()]).toEqual([type, [...wanted].sort()]);
      compared.set(type, typed);
    }
    expect(compared.get('kubernetes:apps/v1:Deployment')).toEqual([
      'kubernetes:apps/v1beta1:Deployment',
      'kubernetes:apps/v1beta2:Deployment',
      'kubernetes:extensions/v1beta1:Deployment',
    ]);
    expect([...compared.keys()]).toEqual(
      expect.arrayContaining([
        'kubernetes:core/v1:NamespacePatch',
        'kubernetes:core/v1:Service',
        'kubernetes:policy/v1:PodDisruptionBudget',
        'kubernetes:rbac.authorization.k8s.io/v1:ClusterRole',
      ]),
    );
  });

  it('never name its own type', () => {
    expect(resources.filter(({ type, aliases }) => aliases.includes(type))).toEqual([]);
  });

  it('of Istio’s kinds, which have no class, are the versions that Istio served', () => {
    expect(aliasTypes('networking.istio.io/v1beta1', 'Gateway')).toEqual([
      'kubernetes:networking.istio.io/v1:Gateway',
      'kubernetes:networking.istio.io/v1alpha3:Gateway',
    ]);
  });

  it('are none of a kind of which there is one version only', () => {
    expect(aliasTypes('v1', 'ConfigMap')).toEqual([]);
    expect(aliasTypes('install.istio.io/v1alpha1', 'IstioOperator')).toEqual([]);
  });
});

function typedAliases(folder: string): ReadonlyMap<string, readonly string[]> {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[a-z]+\/v\w+\/\w+\.js$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Map(
    sources.flatMap((text) => {
      const own = /__pulumiType = ['"]([^'"]+)['"]/.exec(text)?.[1];
      const list = /aliases: \[(.*)\]/.exec(text)?.[1] ?? '';
      const aliases = [...list.matchAll(/type: ['"]([^'"]+)['"]/g)].map((found) => found[1] ?? '');
      return own === undefined ? [] : [[own, aliases] as const];
    }),
  );
}
