import type { ManagedFields, RawObject } from '../../../../lib/cluster/raw-objects';
import { ownsField } from '../../../../lib/reconcile/deploy-plan/owns-field';

/** As the API server answers it after an apply of ours, `kubectl scale`, `kubectl edit` and a status of the controller. */
const MANAGED_FIELDS: readonly ManagedFields[] = [
  {
    manager: 'ours',
    operation: 'Apply',
    fieldsV1: {
      'f:metadata': {
        'f:finalizers': { '.': {}, 'v:"istio-finalizer"': {} },
        'f:labels': { 'f:app': {}, 'f:istio.io/rev': {} },
      },
      'f:spec': {
        'f:selector': {},
        'f:template': {
          'f:metadata': { 'f:annotations': { '.': {}, 'f:prometheus.io/port': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"discovery"}': {
                '.': {},
                'f:args': {},
                'f:env': { 'k:{"name":"REVISION"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
                'f:image': {},
                'f:name': {},
                'f:ports': {
                  'k:{"containerPort":15010,"protocol":"TCP"}': {
                    '.': {},
                    'f:containerPort': {},
                    'f:protocol': {},
                  },
                },
              },
            },
          },
        },
      },
    },
  },
  {
    manager: 'kubectl',
    operation: 'Update',
    fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  },
  { manager: 'kube-controller-manager', operation: 'Update', subresource: 'status' },
];

const LIVE: RawObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'istiod-1-31',
    labels: { app: 'istiod', 'istio.io/rev': '1-31', team: 'mesh' },
    managedFields: MANAGED_FIELDS,
    finalizers: ['somebody', 'istio-finalizer'],
  } as RawObject['metadata'],
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'istiod' } },
    template: {
      metadata: { annotations: { 'prometheus.io/port': '15014', mine: 'x' } },
      spec: {
        containers: [
          { name: 'helper', image: 'helper' },
          {
            name: 'discovery',
            image: 'pilot',
            args: ['discovery', '--debug'],
            env: [
              { name: 'HOME', value: '/' },
              { name: 'REVISION', value: '1-31' },
            ],
            ports: [
              { containerPort: 15010, protocol: 'UDP' },
              { containerPort: 15010, protocol: 'TCP', name: 'grpc' },
            ],
          },
        ],
      },
    },
  },
};

const pod = ['spec', 'template', 'spec'];
const discovery = [...pod, 'containers', 1];

describe('the owner of a value', () => {
  it.each([
    ['a label', ['metadata', 'labels', 'istio.io/rev'], true],
    ['a label that somebody else added', ['metadata', 'labels', 'team'], false],
    ['a value that another manager owns', ['spec', 'replicas'], false],
    [
      'a value below a field that is owned as one',
      ['spec', 'selector', 'matchLabels', 'app'],
      true,
    ],
    ['an annotation', ['spec', 'template', 'metadata', 'annotations', 'prometheus.io/port'], true],
    ['an annotation beside ours', ['spec', 'template', 'metadata', 'annotations', 'mine'], false],
    ['a field of a list item', [...discovery, 'image'], true],
    ['a field of another item of the list', [...pod, 'containers', 0, 'image'], false],
    ['an item of an atomic list', [...discovery, 'args', 1], true],
    ['a value of an item in an item', [...discovery, 'env', 1, 'value'], true],
    ['a value of the item before it', [...discovery, 'env', 0, 'value'], false],
    ['an item that two fields name', [...discovery, 'ports', 1, 'containerPort'], true],
    ['an item of which one of two fields differs', [...discovery, 'ports', 0, 'protocol'], false],
    ['a field of such an item that we did not write', [...discovery, 'ports', 1, 'name'], false],
    ['an item of a set', ['metadata', 'finalizers', 1], true],
    ['an item of a set that somebody else added', ['metadata', 'finalizers', 0], false],
    ['an item that does not live', [...pod, 'containers', 5, 'image'], false],
    ['a container of values of ours', ['spec', 'template'], true],
  ] as const)('is found for %s', (_what, path, expected) => {
    expect(ownsField(LIVE, path, (manager) => manager === 'ours')).toBe(expected);
  });

  it('may be any of the managers that are asked for', () => {
    expect(ownsField(LIVE, ['spec', 'replicas'], (manager) => manager !== 'ours')).toBe(true);
  });

  it('is nobody where nothing was written down', () => {
    const { managedFields: _managedFields, ...metadata } = LIVE.metadata;
    const anybody = () => true;
    expect(ownsField({ ...LIVE, metadata }, ['spec', 'replicas'], anybody)).toBe(false);
    for (const entry of [{ manager: 'ours' }, { manager: 'ours', fieldsV1: {} }]) {
      const empty = { ...LIVE.metadata, managedFields: [entry] };
      expect(ownsField({ ...LIVE, metadata: empty }, ['spec', 'replicas'], anybody)).toBe(false);
    }
  });
});
