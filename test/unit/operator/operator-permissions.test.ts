import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IstioOperatorSpec } from '../../../lib/operator/istio-operator';
import { ISTIO_OPERATOR } from '../../../lib/operator/istio-operator';
import {
  OPERATOR_PERMISSIONS,
  type OperatorPermission,
  type PermissionVerb,
} from '../../../lib/operator/operator-permissions';
import { ROLLOUT_PERMISSIONS } from '../../../lib/operator/rollout-permissions';
import { neededRights } from '../../../lib/cluster/preflight/needed-rights';
import { openCharts } from '../../../lib/render/charts/open-charts';
import type { KubeObject } from '../../../lib/render/kube-object';
import { renderOperator } from '../../../lib/render/render-operator';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const DOC = readFileSync(join(__dirname, '../../../docs/operator.md'), 'utf8');

/** What the engine does with a kind: it applies, waits for what it applied, and for what it deleted to be gone. */
const DEPLOYED: readonly PermissionVerb[] = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

/** CRDs are replaced, and never deleted. */
const DEFINED: readonly PermissionVerb[] = ['get', 'list', 'watch', 'create', 'update', 'patch'];

/** Each right by itself. */
function rights(permissions: readonly OperatorPermission[]): string[] {
  return permissions.flatMap(({ scope, apiGroup, resources, verbs, resourceNames = ['any'] }) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        resourceNames.map((name) => [scope, verb, `${resource}.${apiGroup}`, name].join(' ')),
      ),
    ),
  );
}

/** The table below a heading of the document, without its header. */
function tableOf(heading: string): string[][] {
  const section = DOC.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ');

const ALL = [...OPERATOR_PERMISSIONS, ...ROLLOUT_PERMISSIONS];

/** A table of the document as it should be. */
const rowsOf = (permissions: readonly OperatorPermission[]) =>
  permissions.map(({ apiGroup, resources, resourceNames, verbs, scope, why }) => [
    apiGroup === '' ? 'core' : apiGroup,
    resourceNames === undefined
      ? code(resources)
      : `${code(resources)} named ${code(resourceNames)}`,
    verbs.join(', '),
    scope,
    why,
  ]);

describe('the rights of the operator', () => {
  it.each(ALL.map((row) => [`${row.verbs.join()} ${row.resources.join()}`, row]))(
    '%s have a reason',
    (_name, { why }) => {
      expect(why).toMatch(/^\w.{4,}[^.]$/);
    },
  );

  it('are each given once', () => {
    const all = rights(ALL);
    expect(all.filter((right, index) => all.indexOf(right) !== index)).toEqual([]);
  });

  it('name what they are about: none is for everything', () => {
    const words = ALL.flatMap(({ apiGroup, resources, verbs }) => [
      apiGroup,
      ...resources,
      ...verbs,
    ]);
    expect(words.filter((word) => word.includes('*'))).toEqual([]);
    for (const { resources, verbs } of ALL) {
      expect([resources.length, verbs.length]).not.toContain(0);
    }
  });

  it('reach no Secret, by its name or by a token that is one', () => {
    const reached = ALL.flatMap(({ resources }) => resources).filter((resource) =>
      /secret|token/.test(resource),
    );
    expect(reached).toEqual([]);
  });

  it('to grant more than it has are for roles only', () => {
    const granting = ALL.filter(({ verbs }) =>
      verbs.some((verb) => verb === 'escalate' || verb === 'bind'),
    );
    expect(rights(granting).sort()).toEqual([
      'cluster bind clusterroles.rbac.authorization.k8s.io any',
      'cluster escalate clusterroles.rbac.authorization.k8s.io any',
      'namespace bind roles.rbac.authorization.k8s.io any',
      'namespace escalate roles.rbac.authorization.k8s.io any',
    ]);
  });

  it('write in the whole cluster nothing but what has no namespace, and what is said of its own objects', () => {
    const writes = OPERATOR_PERMISSIONS.filter(
      ({ scope, verbs }) =>
        scope === 'cluster' && verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)),
    );
    expect([...new Set(writes.flatMap(({ resources }) => resources))].sort()).toEqual([
      'clusterrolebindings',
      'clusterroles',
      'customresourcedefinitions',
      'istiooperators',
      'istiooperators/status',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
      'validatingwebhookconfigurations',
    ]);
  });

  it('are those that docs/operator.md tells, in its order and words', () => {
    expect(tableOf('Permissions')).toEqual(rowsOf(OPERATOR_PERMISSIONS));
  });
});

describe('the rights of an operator that drives rollouts', () => {
  it('are those that docs/operator.md tells, in its order and words', () => {
    expect(tableOf('Permissions of rollouts')).toEqual(rowsOf(ROLLOUT_PERMISSIONS));
  });

  it('are enough for everything that a rollout asks for before it begins', () => {
    const mesh = 'istio-system';
    const needed = neededRights({
      mesh,
      prometheus: null,
      gateways: [],
      gatewayApis: [],
      tags: true,
      removes: false,
    });
    const singles = needed.flatMap(({ verbs, group, resources, namespace }) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => [namespace, `${verb} ${resource}.${group} any`] as const),
      ),
    );
    const given = rights(ALL);
    // A right in the whole cluster is one in the namespace too.
    const missing = singles.filter(
      ([namespace, right]) =>
        !given.includes(`cluster ${right}`) &&
        (namespace === undefined || !given.includes(`namespace ${right}`)),
    );
    expect(missing).toEqual([]);
    expect(
      singles.some(([, right]) => !rights(OPERATOR_PERMISSIONS).some((one) => one.endsWith(right))),
    ).toBe(true);
  });

  it('change nothing of others but labels, workloads and pods, and no object of rollouts', () => {
    const writes = rights(ROLLOUT_PERMISSIONS).filter((right) => !/ (get|list|watch) /.test(right));
    expect(writes.sort()).toEqual([
      'cluster create pods/eviction. any',
      'cluster patch daemonsets.apps any',
      'cluster patch deployments.apps any',
      'cluster patch namespaces. any',
      'cluster patch statefulsets.apps any',
      'namespace patch revisionrollouts/status.istio-revisions.dev any',
      'namespace update configmaps. any',
    ]);
  });
});

describe.each(['1.30.3', '1.31.0'])('the charts of %s', (tag) => {
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    environment = await renderEnvironment();
  }, RENDER_SETUP_MS);

  const render = (spec: IstioOperatorSpec): readonly KubeObject[] =>
    renderOperator(
      { ...ISTIO_OPERATOR, metadata: { name: 'x' }, spec: { tag, ...spec } },
      environment,
    ).objects;

  /** Everything that values can switch on. */
  const everything = () => [
    ...render({
      revision: 'green',
      components: { base: { enabled: true } },
      values: {
        defaultRevision: 'green',
        pilot: { autoscaleMin: 2 },
        revisionTags: ['stable'],
        experimental: { stableValidationPolicy: true },
        global: { networkPolicy: { enabled: true } },
      },
    }),
    ...render({
      revision: 'remote',
      components: { base: { enabled: false } },
      values: {
        pilot: { istiodRemote: { enabled: true } },
        global: { remotePilotAddress: '192.0.2.1' },
      },
    }),
  ];

  it('contain no object that the operator may not deploy, and remove again', () => {
    const given = rights(OPERATOR_PERMISSIONS);
    const missing = everything().flatMap(({ apiVersion, kind, metadata }) => {
      const scope = metadata.namespace === undefined ? 'cluster' : 'namespace';
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
      return (kind === 'CustomResourceDefinition' ? DEFINED : DEPLOYED)
        .map((verb) => `${scope} ${verb} ${pluralOf(kind)}.${group} any`)
        .filter((right) => !given.includes(right));
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  it('have no template of a kind that was not looked at here', () => {
    const charts = openCharts({ version: tag, installPackagePath: undefined }, environment);
    const inTemplates = (['base', 'istiod'] as const).flatMap((name) => {
      const folder = join(charts.chart(name).path, 'templates');
      return readdirSync(folder).flatMap((file) =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(/^kind: (.+)$/gm)].map(
          ([, kind]) => kind,
        ),
      );
    });
    const rendered = everything().map(({ kind }) => kind);
    expect([...new Set(inTemplates)].sort()).toEqual(
      [...new Set(rendered)].filter((kind) => kind !== 'CustomResourceDefinition').sort(),
    );
    expect(rendered).toContain('CustomResourceDefinition');
  });
});

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}
