import fc from 'fast-check';
import { possibleShares, replicasOfShare } from '../../../../lib/operator/gateway/gateway-shares';

const whole = fc.integer({ min: 1, max: 250 });
const share = fc.integer({ min: 1, max: 100 });

/** Percent of the pods of an address that are new ones. */
const percent = (replicas: number, of: number) => (100 * replicas) / (of + replicas);

describe('the shares that a gateway can give a new generation', () => {
  it.each([
    [0, [100]],
    [1, [50, 100]],
    [2, [33, 50, 100]],
    [3, [25, 40, 50, 100]],
    [4, [20, 33, 43, 50, 100]],
    [10, [9, 17, 23, 29, 33, 38, 41, 44, 47, 50, 100]],
  ])('of %j replicas are %j', (replicas, shares) => {
    expect(possibleShares(replicas)).toEqual(shares);
  });

  it('ascend, end with all of it, and none but that is more than half: the old one keeps all its replicas', () => {
    fc.assert(
      fc.property(whole, (of) => {
        const shares = possibleShares(of);
        expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
        expect(shares.slice(-2)).toEqual([50, 100]);
        expect(shares.every((one) => Number.isInteger(one) && one >= 1)).toBe(true);
      }),
    );
  });

  it('are those that a count of replicas gives, and no others', () => {
    fc.assert(
      fc.property(whole, share, (of, one) => {
        expect(possibleShares(of).includes(one)).toBe(replicasOfShare(one, of) !== null);
      }),
    );
  });
});

describe('the replicas of a share', () => {
  it.each([
    [33, 2, 1],
    [50, 2, 2],
    [25, 3, 1],
    [40, 3, 2],
    [13, 7, 1],
    [10, 2, null],
    [12, 7, null],
    [51, 250, null],
    [100, 3, 3],
    [50, 0, null],
    [100, 0, 0],
  ])('%j %% beside %j are %j', (one, of, replicas) => {
    expect(replicasOfShare(one, of)).toBe(replicas);
  });

  it('give that share to within half a percent, with no more of them than the gateway has as a whole', () => {
    fc.assert(
      fc.property(whole, fc.nat(), (of, pick) => {
        const below = possibleShares(of).filter((one) => one < 100);
        const one = below[pick % below.length]!;
        const replicas = replicasOfShare(one, of)!;
        expect(Math.abs(percent(replicas, of) - one)).toBeLessThanOrEqual(0.5);
        expect(replicas).toBeGreaterThanOrEqual(1);
        expect(replicas).toBeLessThanOrEqual(of);
      }),
    );
  });

  it('are the fewest that give it: with one less it would be another share', () => {
    fc.assert(
      fc.property(whole, fc.nat(), (of, pick) => {
        const below = possibleShares(of).filter((one) => one < 100);
        const one = below[pick % below.length]!;
        const less = replicasOfShare(one, of)! - 1;
        expect(Math.round(percent(less, of))).toBeLessThan(one);
      }),
    );
  });

  it('are never fewer for more traffic', () => {
    fc.assert(
      fc.property(whole, (of) => {
        const replicas = possibleShares(of).map((one) => replicasOfShare(one, of)!);
        expect(replicas).toEqual([...replicas].sort((a, b) => a - b));
      }),
    );
  });
});
