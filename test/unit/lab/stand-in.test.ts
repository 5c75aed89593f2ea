import { changedFields, needsReplacement } from '../../../lab/provider/diff-objects';
import { hidden, revealed } from '../../../lab/provider/secret-values';

describe('the stand-in provider', () => {
  it('finds what differs between what was sent and what is to be sent', () => {
    const before = { data: { a: '1', gone: 'x' }, list: [1, 2] };
    const after = { data: { a: '2', come: 'y' }, list: [1, 3] };
    expect(changedFields(before, after)).toEqual(['data.a', 'data.gone', 'data.come', 'list.1']);
    expect(changedFields(before, { ...before })).toEqual([]);
  });

  it('makes an object anew only where the API server lets nothing else', () => {
    expect(needsReplacement('ConfigMap', 'metadata.name')).toBe(true);
    expect(needsReplacement('Deployment', 'spec.selector.matchLabels.app')).toBe(true);
    expect(needsReplacement('ConfigMap', 'data.mesh')).toBe(false);
    expect(needsReplacement('Deployment', 'spec.replicas')).toBe(false);
  });

  it('sees through the engine’s marks around secrets, at any depth', () => {
    const object = { kind: 'Secret', data: hidden({ key: hidden('v') }), list: [hidden(1)] };
    expect(revealed(object)).toEqual({ kind: 'Secret', data: { key: 'v' }, list: [1] });
  });
});
