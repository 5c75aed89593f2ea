import { definitionsOf } from '../../../../lib/generated/definitions-of';
import { PATCHED_KINDS } from '../../../../lib/generated/roots';
import type { JsonObject } from '../../../../lib/operator/json';
import { PatchError, strategicMerge } from '../../../../lib/render/patch/strategic-merge';

const types = definitionsOf('1.31');
const merge = (kind: string, original: JsonObject, patch: JsonObject) =>
  strategicMerge(original, patch, types, types[PATCHED_KINDS[kind] ?? '']);

const pod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const container = (fields: JsonObject) => pod({ containers: [{ name: 'a', ...fields }] });

/** What `kubectl patch --local --type=strategic` makes of them. */
const CASES: readonly (readonly [
  what: string,
  kind: string,
  original: JsonObject,
  patch: JsonObject,
  merged: JsonObject,
])[] = [
  [
    'an element of a list by its key, which stays where it was',
    'Deployment',
    pod({ containers: [{ name: 'a', image: 'x', tty: true }, { name: 'b' }] }),
    pod({ containers: [{ name: 'a', image: 'y' }] }),
    pod({ containers: [{ name: 'a', image: 'y', tty: true }, { name: 'b' }] }),
  ],
  [
    'a new element before those that the patch does not name',
    'Deployment',
    container({
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    }),
    container({
      env: [
        { name: 'C', value: '3' },
        { name: 'B', value: '4' },
      ],
    }),
    container({
      env: [
        { name: 'C', value: '3' },
        { name: 'A', value: '1' },
        { name: 'B', value: '4' },
      ],
    }),
  ],
  [
    'a list without a key as a whole',
    'Deployment',
    pod({ tolerations: [{ key: 'a' }] }),
    pod({ tolerations: [{ key: 'b' }] }),
    pod({ tolerations: [{ key: 'b' }] }),
  ],
  [
    'an object whose strategy says so as a whole',
    'PodDisruptionBudget',
    { spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } },
    { spec: { selector: { matchLabels: { c: 'd' } } } },
    { spec: { minAvailable: 1, selector: { matchLabels: { c: 'd' } } } },
  ],
  [
    'every other object field by field, of which a null takes one away',
    'Deployment',
    { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { rollingUpdate: null, type: 'Recreate' } } },
    { spec: { strategy: { type: 'Recreate' } } },
  ],
  [
    'what was not there before, without its nulls',
    'Deployment',
    { spec: {} },
    pod({ affinity: { nodeAffinity: null, podAffinity: {} } }),
    pod({ affinity: { podAffinity: {} } }),
  ],
  [
    'ports of a Service by their number',
    'Service',
    {
      spec: {
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https' },
        ],
      },
    },
    { spec: { ports: [{ port: 443, nodePort: 30443 }] } },
    {
      spec: {
        ports: [
          { port: 80, name: 'http' },
          { port: 443, nodePort: 30443, name: 'https' },
        ],
      },
    },
  ],
  [
    'metrics of a scaler as a whole',
    'HorizontalPodAutoscaler',
    { spec: { minReplicas: 1, metrics: [{ type: 'Resource' }] } },
    { spec: { metrics: [{ type: 'Pods' }] } },
    { spec: { minReplicas: 1, metrics: [{ type: 'Pods' }] } },
  ],
  [
    'nothing of an empty list that would be joined',
    'Service',
    { spec: { ports: [{ port: 80 }] } },
    { spec: { ports: [] } },
    { spec: { ports: [{ port: 80 }] } },
  ],
  [
    'plain values of a list once each',
    'Deployment',
    { metadata: { finalizers: ['a', 'b'] } },
    { metadata: { finalizers: ['b', 'c'] } },
    { metadata: { finalizers: ['a', 'b', 'c'] } },
  ],
];

describe('a strategic merge patch', () => {
  it.each(CASES)('changes %s', (_what, kind, original, patch, merged) => {
    expect(JSON.stringify(sorted(merge(kind, original, patch)))).toBe(
      JSON.stringify(sorted(merged)),
    );
  });

  it('leaves the object and the patch alone', () => {
    for (const [, kind, original, patch] of CASES) {
      const before = JSON.stringify([original, patch]);
      merge(kind, original, patch);
      expect(JSON.stringify([original, patch])).toBe(before);
    }
  });

  it('is refused for an element without its key', () => {
    const patch = pod({ containers: [{ image: 'y' }] });
    expect(() => merge('Deployment', container({}), patch)).toThrow(PatchError);
  });
});

/** Fields have no order, elements have one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(fields.map(([key, child]) => [key, sorted(child)]));
}
