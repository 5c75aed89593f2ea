import { needsFreshLook } from '../../../lib/rollout/needs-fresh-look';
import { aRecord } from '../../support/rollout-builders';

describe('needsFreshLook', () => {
  it.each(['moving', 'retaining'] as const)('lets watches tell while %s', (phase) => {
    expect(needsFreshLook({ ...aRecord(), phase })).toBe(false);
  });

  it.each(['installing', 'proving', 'adopting', 'removing', 'rolling-back'] as const)(
    'asks the API server anew while %s',
    (phase) => {
      expect(needsFreshLook({ ...aRecord(), phase })).toBe(true);
    },
  );

  it('asks the API server anew before there is a record', () => {
    expect(needsFreshLook(null)).toBe(true);
  });
});
