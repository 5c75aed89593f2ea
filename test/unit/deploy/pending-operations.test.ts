import {
  hasPendingOperations,
  pendingCreates,
  settlePending,
  type ExportedStack,
} from '../../../lib/deploy/pending-operations';

const CONFIG_MAP = {
  urn: 'urn:map',
  type: 'kubernetes:core/v1:ConfigMap',
  inputs: { metadata: { name: 'mesh', namespace: 'istio-system' }, data: { mesh: 'x' } },
};
const NAMESPACE = {
  urn: 'urn:namespace',
  type: 'kubernetes:core/v1:Namespace',
  inputs: { metadata: { name: 'istio-system' } },
};
const PROVIDER = { urn: 'urn:provider', type: 'pulumi:providers:kubernetes' };

const KILLED: ExportedStack = {
  deployment: {
    resources: [PROVIDER],
    pending_operations: [
      { type: 'creating', resource: CONFIG_MAP },
      { type: 'creating', resource: NAMESPACE },
      { type: 'updating', resource: { ...NAMESPACE, urn: 'urn:other' } },
      { type: 'creating', resource: { ...PROVIDER, urn: 'urn:other-provider' } },
    ],
  },
};

describe('a stack that an engine was killed over', () => {
  it('has creations of objects to look up, by the id that the provider would give', () => {
    expect(hasPendingOperations(KILLED)).toBe(true);
    expect(pendingCreates(KILLED)).toEqual([
      { urn: 'urn:map', type: CONFIG_MAP.type, id: 'istio-system/mesh' },
      { urn: 'urn:namespace', type: NAMESPACE.type, id: 'istio-system' },
    ]);
  });

  it('takes in what exists, to be sent once more, and forgets the rest', () => {
    const { deployment } = settlePending(KILLED, new Set(['urn:map']));
    expect(deployment?.pending_operations).toEqual([]);
    expect(deployment?.resources).toEqual([
      PROVIDER,
      {
        ...CONFIG_MAP,
        id: 'istio-system/mesh',
        outputs: { ...CONFIG_MAP.inputs, __inputs: CONFIG_MAP.inputs },
        initErrors: [expect.any(String)],
      },
    ]);
  });

  it('sends once more what was being updated, since the source may have gone back meanwhile', () => {
    const updating = {
      deployment: {
        resources: [PROVIDER, NAMESPACE],
        pending_operations: [{ type: 'updating', resource: NAMESPACE }],
      },
    };
    expect(settlePending(updating, new Set()).deployment?.resources).toEqual([
      PROVIDER,
      { ...NAMESPACE, initErrors: [expect.any(String)] },
    ]);
  });

  it('does not make a replacement a second time, which would be refused for good', () => {
    const old = { ...CONFIG_MAP, inputs: { ...CONFIG_MAP.inputs, data: { mesh: 'old' } } };
    const replacing = {
      deployment: {
        resources: [{ ...old, pendingReplacement: true }, PROVIDER],
        pending_operations: [{ type: 'creating', resource: CONFIG_MAP }],
      },
    };
    expect(pendingCreates(replacing).map(({ urn }) => urn)).toEqual(['urn:map']);
    const { resources } = settlePending(replacing, new Set(['urn:map'])).deployment ?? {};
    expect(resources).toEqual([
      expect.objectContaining({ id: 'istio-system/mesh', inputs: CONFIG_MAP.inputs }),
      PROVIDER,
    ]);
    expect(resources?.[0]).not.toHaveProperty('pendingReplacement');
    const gone = settlePending(replacing, new Set()).deployment?.resources;
    expect(gone).toEqual(replacing.deployment.resources);
  });

  it('keeps one resource for an object that it knew already', () => {
    const known = { ...KILLED, deployment: { ...KILLED.deployment, resources: [CONFIG_MAP] } };
    expect(pendingCreates(known).map(({ urn }) => urn)).toEqual(['urn:namespace']);
  });
});

it('a stack without unfinished operations, or without anything, needs nothing', () => {
  for (const stack of [{}, { deployment: {} }, { deployment: { pending_operations: null } }]) {
    expect(hasPendingOperations(stack)).toBe(false);
    expect(pendingCreates(stack)).toEqual([]);
  }
});
