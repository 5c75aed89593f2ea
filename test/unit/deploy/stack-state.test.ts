import { parseStackState } from '../../../lib/deploy/stack-state';

const URN = 'urn:pulumi:dev::mesh';
const STACK = {
  urn: `${URN}::pulumi:pulumi:Stack::mesh-dev`,
  type: 'pulumi:pulumi:Stack',
  outputs: { source: 'abc', rollout: 'still' },
};
const PROVIDER = {
  urn: `${URN}::pulumi:providers:kubernetes::kubernetes`,
  type: 'pulumi:providers:kubernetes',
  id: 'p-1',
  inputs: { clusterIdentifier: 'dev' },
};
const SETTINGS = {
  urn: `${URN}::kubernetes:core/v1:ConfigMap::istio-system/settings`,
  type: 'kubernetes:core/v1:ConfigMap',
  id: 'istio-system/settings',
  inputs: { kind: 'ConfigMap', data: { mode: 'a' } },
  outputs: { kind: 'ConfigMap', data: { mode: 'seen' } },
};

function parse(...resources: readonly { urn: string; type: string }[]) {
  return parseStackState({ deployment: { resources } });
}

describe('what a stack remembers', () => {
  it('is each object with what was sent, the outputs and the provider', () => {
    expect(parse(STACK, PROVIDER, SETTINGS)).toEqual({
      resources: [
        {
          urn: SETTINGS.urn,
          type: SETTINGS.type,
          name: 'istio-system/settings',
          inputs: SETTINGS.inputs,
          protect: false,
          retainOnDelete: false,
          unsettled: false,
        },
      ],
      outputs: { source: 'abc', rollout: 'still' },
      provider: { reference: `${PROVIDER.urn}::p-1`, inputs: PROVIDER.inputs },
    });
  });

  it('is nothing before the first update', () => {
    const nothing = { resources: [], outputs: {}, provider: null };
    expect(parseStackState({})).toEqual(nothing);
    expect(parseStackState({ deployment: {} })).toEqual(nothing);
  });

  it('includes how an object is kept', () => {
    const kept = { ...SETTINGS, protect: true, retainOnDelete: true };
    expect(parse(kept).resources).toMatchObject([{ protect: true, retainOnDelete: true }]);
  });

  it('is unsettled where an object was not seen ready, or a replacement left remains', () => {
    const unsettled = (resource: typeof SETTINGS) => parse(resource).resources[0]?.unsettled;
    expect(unsettled({ ...SETTINGS, initErrors: ['not ready'] } as typeof SETTINGS)).toBe(true);
    expect(unsettled({ ...SETTINGS, initErrors: [] } as typeof SETTINGS)).toBe(false);
    expect(unsettled({ ...SETTINGS, delete: true } as typeof SETTINGS)).toBe(true);
  });

  it('names a replacement after its remains, which have the same address', () => {
    const remains = { ...SETTINGS, delete: true, inputs: { data: { mode: 'old' } } };
    for (const resources of [
      [remains, SETTINGS],
      [SETTINGS, remains],
    ]) {
      expect(parse(...resources).resources.at(-1)).toMatchObject({ inputs: SETTINGS.inputs });
    }
  });
});
