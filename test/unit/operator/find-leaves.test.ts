import { findLeaves } from '../../../lib/operator/explain/find-leaves';
import { pathText } from '../../../lib/operator/operator-path';
import { explainedLeaves } from '../../support/explained-leaves';

describe('asking for a path', () => {
  const leaves = explainedLeaves({
    files: {
      'a.yaml':
        'spec:\n  hub: h\n  meshConfig: {accessLogFile: f, defaultConfig: {concurrency: 1}}\n  values: {pilot: {env: {"A.B": "1"}}}\n  components: {egressGateways: [{name: x, enabled: false}]}\n',
    },
  });
  const pathsAt = (query: string) => {
    const found = findLeaves(leaves, query, '1.31');
    return found.type === 'found' ? found.leaves.map(({ path }) => pathText(path)) : found;
  };

  it.each([
    ['values.global.hub', ['values.global.hub']],
    ['spec.values.global.hub', ['values.global.hub']],
    ['spec.hub', ['values.global.hub']],
    ['hub', ['values.global.hub']],
    ['unvalidatedValues.global.hub', ['values.global.hub']],
    [
      'spec.meshConfig',
      ['values.meshConfig.accessLogFile', 'values.meshConfig.defaultConfig.concurrency'],
    ],
    ['spec.meshConfig.defaultConfig', ['values.meshConfig.defaultConfig.concurrency']],
    ['values.pilot.env', ['values.pilot.env.A\\.B']],
    ['values.pilot.env.A\\.B', ['values.pilot.env.A\\.B']],
    ['components.egressGateways', ['components.egressGateways']],
    ['components.egressGateways[0].name', ['components.egressGateways']],
    ['components.egressGateways.[name:x]', ['components.egressGateways']],
  ])('finds what is at %s and below', (query, paths) => {
    expect(pathsAt(query)).toEqual(paths);
  });

  it.each(['spec', 'spec.values', 'values.global'])('finds everything below %s', (query) => {
    expect((pathsAt(query) as string[]).length).toBeGreaterThan(2);
  });

  it.each(['meshConfig.accessLogFormat', 'values.pilot.image', 'spec.namespace'])(
    'tells that nobody sets %s',
    (query) => {
      expect(pathsAt(query)).toEqual({ type: 'unset' });
    },
  );

  it.each([
    ['values.glbal.hub', ['values.global.hub']],
    ['values.pilot.envs', ['values.pilot.env']],
    ['spec.meshConfg.accessLogFile', ['meshConfig.accessLogFile']],
    ['values.global.proxy.loglevel', ['values.global.proxy.logLevel']],
    ['global.hub', ['values.global.hub']],
    ['accessLogFile', ['meshConfig.accessLogFile', 'values.meshConfig.accessLogFile']],
    ['no.such.thing', []],
    ['a[b', []],
  ])('knows what is near %s', (query, nearest) => {
    const found = pathsAt(query) as { readonly type: string; readonly nearest: readonly string[] };
    expect(found.type).toBe('unknown');
    expect(found.nearest.slice(0, nearest.length || 9)).toEqual(nearest);
  });
});
