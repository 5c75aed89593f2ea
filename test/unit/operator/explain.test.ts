import { explainView } from '../../../lib/cli/views/explain-view';
import type { ExplainedLeaf } from '../../../lib/operator/explain/explained-leaf';
import { findLeaves } from '../../../lib/operator/explain/find-leaves';
import { pathText } from '../../../lib/operator/operator-path';
import { explainedLeaves } from '../../support/explained-leaves';

/** Each setting as people read it, the one that holds first. */
function told(leaves: readonly ExplainedLeaf[], path: string): unknown[] {
  return leaves
    .filter((leaf) => pathText(leaf.path) === path)
    .map(({ setBy, overrode }) =>
      [setBy, ...overrode].map(({ value, layer, source }) => [value, source ?? layer]),
    );
}

describe('a leaf', () => {
  it('knows every layer that set it, from the highest to the charts’ defaults', () => {
    const leaves = explainedLeaves({
      files: {
        'a.yaml':
          'spec:\n  values:\n    global:\n      platform: gke\n      proxy: {logLevel: info}\n',
        'b.yaml': 'spec:\n  values:\n    profile: demo\n    global: {proxy: {logLevel: trace}}\n',
      },
      settings: ['values.global.proxy.logLevel=off'],
      variables: { ISTIO_REVISIONS_SET: 'values.global.proxy.logLevel=critical' },
    });
    expect(told(leaves, 'values.global.proxy.logLevel')).toEqual([
      [
        ['off', '--set values.global.proxy.logLevel=off'],
        ['trace', 'b.yaml:6:22'],
        ['info', 'a.yaml:7:15'],
        ['critical', 'ISTIO_REVISIONS_SET'],
        ['error', 'istiod/files/profile-platform-gke.yaml:3:5'],
        ['debug', 'istiod/files/profile-demo.yaml:3:5'],
        ['warning', 'istiod/values.yaml:11:7'],
      ],
    ]);
  });

  it('is seen where its chart reads it: what is below the component lies over the root', () => {
    const leaves = explainedLeaves({
      files: {
        'a.yaml':
          'spec:\n  compatibilityVersion: "1.29"\n  values: {profile: demo, cni: {provider: multus}}\n',
      },
    });
    expect(told(leaves, 'values.pilot.autoscaleMin')).toEqual([
      [
        [2, 'istiod/files/profile-demo.yaml:5:3'],
        [1, 'istiod/values.yaml:2:3'],
      ],
    ]);
    expect(told(leaves, 'values.pilot.env.OLD')).toEqual([
      [['true', 'istiod/files/profile-compatibility-version-1.29.yaml:3:5']],
    ]);
    // istiod's chart looks for its own setting where that of the other chart is.
    expect(told(leaves, 'values.pilot.cni.provider')).toEqual([
      [
        ['multus', 'a.yaml:5:33'],
        ['default', 'istiod/values.yaml:5:5'],
      ],
    ]);
  });

  it('is one of several where charts get different values', () => {
    const leaves = explainedLeaves({
      files: { 'a.yaml': 'spec: {components: {cni: {enabled: true}}}\n' },
    });
    expect(
      leaves
        .filter(({ path }) => pathText(path) === 'values.global.logging.level')
        .map(({ value, charts }) => [value, charts]),
    ).toEqual([
      ['default:info', ['istiod']],
      ['info', ['cni']],
    ]);
    const [hub] = leaves.filter(({ path }) => pathText(path) === 'values.global.hub');
    expect(hub?.charts).toEqual(['base', 'istiod', 'cni']);
    // Two charts have the same default, which is told once.
    expect(hub?.overrode.map(({ layer }) => layer)).toEqual(['profile default', 'chart defaults']);
  });

  it('without a chart that is installed says so', () => {
    const [leaf] = explainedLeaves({
      files: { 'a.yaml': 'spec: {values: {cni: {logLevel: debug}}}\n' },
    }).filter(({ path }) => pathText(path) === 'values.cni.logLevel');
    expect(leaf).toMatchObject({ value: 'debug', charts: [] });
    expect(explainView(leaf === undefined ? [] : [leaf])).toContain('nothing that is installed');
  });

  it('of a chart that reads its values at its root has those that are for all, and its own over them', () => {
    const spec = 'spec:\n  hub: all\n  components: {ztunnel: {enabled: true}}\n';
    const leaves = explainedLeaves({ files: { 'a.yaml': spec } });
    expect(told(leaves, 'values.ztunnel.hub')).toMatchObject([
      [
        ['all', 'a.yaml:4:3'],
        ['registry.istio.io/release', 'release 1.31.0'],
        ['registry.istio.io/testing', 'profile default'],
        ['source', 'ztunnel/values.yaml:2:3'],
      ],
    ]);
    const own = explainedLeaves({
      files: { 'a.yaml': `${spec}  values: {ztunnel: {hub: own}}\n` },
    });
    expect(told(own, 'values.ztunnel.hub')[0]).toMatchObject([
      ['own', 'a.yaml:6:22'],
      ['all', 'a.yaml:4:3'],
      {},
      {},
      {},
    ]);
  });

  it('of such a chart is what is said for all, over its profiles', () => {
    const spec =
      'spec:\n  components: {ztunnel: {enabled: true}}\n  values: {global: {platform: gke}}\n  unvalidatedValues: {global: {logLevel: debug}}\n';
    expect(told(explainedLeaves({ files: { 'a.yaml': spec } }), 'values.ztunnel.logLevel')).toEqual(
      [
        [
          ['debug', 'a.yaml:6:32'],
          ['error', 'ztunnel/files/profile-platform-gke.yaml:1:1'],
          ['info', 'ztunnel/values.yaml:3:3'],
        ],
      ],
    );
  });

  it('of such a chart knows what is said for all and overrode', () => {
    const leaves = explainedLeaves({
      files: {
        'a.yaml':
          'spec:\n  revision: r\n  components: {ztunnel: {enabled: true}}\n  values: {ztunnel: {revision: z}}\n',
      },
    });
    expect(told(leaves, 'values.ztunnel.revision')).toEqual([
      [
        ['z', 'a.yaml:6:22'],
        ['r', 'a.yaml:4:3'],
      ],
    ]);
  });

  it('of an empty object that nobody put anything into is the chart’s', () => {
    const leaves = explainedLeaves({ files: { 'a.yaml': 'spec: {values: {pilot: {env: {}}}}\n' } });
    expect(told(leaves, 'values.pilot.env')).toEqual([[[{}, 'istiod/values.yaml:3:3']]]);
  });

  it('of a null, which deletes what the chart has, knows all that is gone', () => {
    const leaves = explainedLeaves({
      files: { 'a.yaml': 'spec: {values: {global: {proxy: null}}}\n' },
    });
    expect(told(leaves, 'values.global.proxy')).toEqual([
      [
        [null, 'a.yaml:3:26'],
        ['warning', 'istiod/values.yaml:11:7'],
      ],
    ]);
  });
});

describe('what has several names', () => {
  it.each([
    [
      'the value wins within a document',
      'values: {global: {hub: v}}\n  hub: s',
      [
        ['v', 'a.yaml:4:21'],
        ['s', 'a.yaml:5:3'],
      ],
    ],
    ['the field wins over a lower layer', 'hub: s', [['s', 'a.yaml:4:3']]],
    [
      'unvalidated values win over both',
      'values: {global: {hub: v}}\n  hub: s\n  unvalidatedValues: {global: {hub: u}}',
      [
        ['u', 'a.yaml:6:32'],
        ['s', 'a.yaml:5:3'],
        ['v', 'a.yaml:4:21'],
      ],
    ],
  ])('shows them all: %s', (_what, spec, settings) => {
    const leaves = explainedLeaves({ files: { 'a.yaml': `spec:\n  ${spec}\n` } });
    const [shown = []] = told(leaves, 'values.global.hub') as unknown[][];
    expect(shown.slice(0, settings.length)).toEqual(settings);
    expect(shown.slice(settings.length)).toEqual([
      ['registry.istio.io/release', 'release 1.31.0'],
      ['registry.istio.io/testing', 'profile default'],
      ['source', 'istiod/values.yaml:7:5'],
    ]);
  });

  it('shows a setting of a component as the value that it is for the chart', () => {
    const leaves = explainedLeaves({
      files: {
        'a.yaml':
          'spec:\n  components:\n    pilot:\n      tag: c\n      k8s:\n        hpaSpec:\n          minReplicas: 4\n',
      },
      settings: ['values.pilot.autoscaleMin=3'],
    });
    expect(told(leaves, 'values.pilot.autoscaleMin')).toEqual([
      [
        [4, 'a.yaml:9:11'],
        [3, '--set values.pilot.autoscaleMin=3'],
        [1, 'istiod/values.yaml:2:3'],
      ],
    ]);
    expect(told(leaves, 'values.pilot.tag')).toEqual([[['c', 'a.yaml:6:7']]]);
    // As a field of the component it has effects of its own, and so is a leaf too.
    expect(told(leaves, 'components.pilot.k8s.hpaSpec.minReplicas')).toEqual([
      [[4, 'a.yaml:9:11']],
    ]);
  });

  it('shows a setting of a component that a higher layer beats as overrode, and not as a leaf', () => {
    const leaves = explainedLeaves({
      files: { 'a.yaml': 'spec: {values: {pilot: {replicaCount: 5}}}\n' },
      variables: { ISTIO_REVISIONS_SET: 'components.pilot.k8s.replicaCount=2' },
    });
    expect(told(leaves, 'values.pilot.replicaCount')).toEqual([
      [
        [5, 'a.yaml:3:25'],
        [2, 'ISTIO_REVISIONS_SET'],
      ],
    ]);
    expect(told(leaves, 'components.pilot.k8s.replicaCount')).toEqual([]);
    expect(findLeaves(leaves, 'components.pilot.k8s.replicaCount', '1.31')).toMatchObject({
      leaves: [{ path: ['values', 'pilot', 'replicaCount'] }],
    });
  });

  it('shows each gateway of a list as what its chart gets, and where that is in the list', () => {
    const leaves = explainedLeaves({
      files: {
        'a.yaml': `spec:
  values: {gateways: {istio-ingressgateway: {labels: {a: b}}}}
  components:
    ingressGateways:
      - name: one
        enabled: true
      - name: two
        enabled: true
        label: {c: d}
`,
      },
    });
    const at = (path: string) =>
      leaves
        .filter((leaf) => pathText(leaf.path) === `values.gateways.istio-ingressgateway.${path}`)
        .map(({ value, setBy, charts }) => [value, setBy.source ?? setBy.layer, charts]);
    expect(at('name')).toEqual([
      ['one', 'a.yaml:7:9', ['ingress one']],
      ['two', 'a.yaml:9:9', ['ingress two']],
    ]);
    expect(at('labels.c')).toEqual([['d', 'a.yaml:11:17', ['ingress two']]]);
    // The list takes the place of what the values say of labels.
    expect(at('labels.a')).toEqual([['b', 'a.yaml:4:55', []]]);
    expect(at('type')).toEqual([
      ['LoadBalancer', 'ingress/values.yaml:2:65', ['ingress one', 'ingress two']],
    ]);
  });
});

it('is told to people in columns, with what was overrode below', () => {
  const leaves = explainedLeaves({ files: { 'a.yaml': 'spec: {hub: h, profile: default}\n' } });
  const found = findLeaves(leaves, 'hub', '1.31');
  expect(explainView(found.type === 'found' ? found.leaves : [])).toBe(
    [
      'values.global.hub  "h"                               a.yaml:3:8 as hub\n',
      '                   over "registry.istio.io/release"  release 1.31.0\n',
      '                   over "registry.istio.io/testing"  profile default\n',
      '                   over "source"                     chart defaults, istiod/values.yaml:7:5\n',
    ].join(''),
  );
});
