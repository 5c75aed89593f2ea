import { OPERATOR_STATUS } from '../../../../lib/rollout/status/read-operator-status';

const { resource, read } = OPERATOR_STATUS;

describe('the status of an IstioOperator object', () => {
  it('is read as it is where it is ours', () => {
    const ours = { phase: 'Ready', conditions: [] };
    expect(read(ours)).toBe(ours);
  });

  it.each([
    ['that is absent', undefined],
    ['that is null', null],
    ['that is no object', 'HEALTHY'],
    ["of Istio's own operator", { status: 'HEALTHY', componentStatus: {} }],
    ['without conditions', { phase: 'Ready' }],
    ['without a phase', { conditions: [] }],
    ['whose conditions are no list', { phase: 'Ready', conditions: {} }],
  ])('is none for one %s', (_, value) => {
    expect(read(value)).toBeNull();
  });

  it("is that of Istio's own kind", () => {
    expect(resource).toEqual({
      group: 'install.istio.io',
      version: 'v1alpha1',
      plural: 'istiooperators',
      kind: 'IstioOperator',
    });
  });
});
