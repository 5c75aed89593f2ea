import type { ApiObjectProps } from 'cdk8s';

const NAMESPACE = 'fixture';
const GROUP = 'fixture.istio-revisions.dev';

/** Ten objects of as many kinds, given in an order in which they could not be created. */
export function fixtureObjects({ mode }: { readonly mode: string }): ApiObjectProps[] {
  return [
    {
      apiVersion: `${GROUP}/v1`,
      kind: 'Widget',
      metadata: inside('widget'),
      spec: { size: 3, unknown: true },
    },
    deployment('app', {}),
    service(),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: inside('reader'),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: NAMESPACE }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: inside('reader'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: inside('app') },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: inside('settings'), data: { mode } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: inside('token'),
      stringData: { token: 'open sesame' },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    widgetDefinition(),
  ];
}

/** A Deployment that Pulumi takes for istiod and waits for; with a node selector nobody can run it. */
export function awaitedDeployment(nodeSelector: Readonly<Record<string, string>>): ApiObjectProps {
  return deployment('istiod', nodeSelector);
}

function deployment(app: string, nodeSelector: Readonly<Record<string, string>>): ApiObjectProps {
  // The lab runs a real istiod for pods that carry its label; these are only called so.
  const labels = { 'fixture-app': app };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...inside(app), labels: { app } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { nodeSelector, containers: [{ name: 'main', image: 'registry.invalid/main:1' }] },
      },
    },
  };
}

function service(): ApiObjectProps {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: inside('app'),
    spec: { selector: { app: 'app' }, ports: [{ name: 'http', port: 80 }] },
  };
}

function widgetDefinition(): ApiObjectProps {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      ],
    },
  };
}

function inside(name: string): { name: string; namespace: string } {
  return { name, namespace: NAMESPACE };
}
