import { memberShares } from '../../../../lib/rollout/report/member-shares';
import {
  aCount,
  aFact,
  aMetricsRecord,
  received,
  seenBy,
  WEB,
} from '../../../support/metrics-builders';

/** As its callers see it: requests to `shop` of which some failed on the way. */
const asked = (all: number, failed: number) => {
  const caller = { pod: 'front/web-1', reporter: 'source' as const };
  return [
    aCount({ ...caller, value: all - failed }),
    aCount({ ...caller, responseCode: '503', value: failed }),
  ];
};
const sharesOf = (requests: Parameters<typeof aFact>[0]) =>
  memberShares(aMetricsRecord(), WEB, seenBy(aFact(requests)))?.get('shop');

describe('what users feel of a member', () => {
  it('is what those feel who see it at its worst', () => {
    const requests = [...received('shop', 2_000, 1), ...asked(1_000, 40)];
    expect(sharesOf({ now: { requests } })).toMatchObject({
      requests: 2_000,
      errors: { bad: 40, all: 1_000 },
    });
  });

  it('is of what most is known where all see the same', () => {
    const requests = [...received('shop', 2_000), ...asked(100, 0)];
    expect(sharesOf({ now: { requests } })?.errors).toMatchObject({ bad: 0, all: 2_000 });
  });

  it('is not known while the wave warms up', () => {
    const record = aMetricsRecord({ warmUpSeconds: 100_000 });
    expect(memberShares(record, WEB, seenBy(aFact()))).toBeNull();
  });
});
