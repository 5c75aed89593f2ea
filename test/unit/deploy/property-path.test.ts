import { propertyPath } from '../../../lib/deploy/property-path';

describe('a path in Pulumi’s notation', () => {
  it.each([
    [['spec', 'replicas'], 'spec.replicas'],
    [['spec', 'ports', 0, 'name'], 'spec.ports[0].name'],
    [['metadata', 'labels', 'istio.io/rev'], 'metadata.labels["istio.io/rev"]'],
    [['data', 'a-b'], 'data["a-b"]'],
    [['data', 'new.key', 'inner'], 'data["new.key"].inner'],
    [['data', 'snake_case$'], 'data.snake_case$'],
    [['data', ''], 'data[""]'],
    [['a.b'], '["a.b"]'],
    [[0, 1], '[0][1]'],
    [[], ''],
  ] as const)('puts only plain names behind a dot: %j', (steps, path) => {
    expect(propertyPath(steps)).toBe(path);
  });
});
