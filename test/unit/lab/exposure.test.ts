import { exposureText, type Exposure } from '../../../lab/exposure';
import { spoiledRequests } from '../../../lab/spoiled-requests';
import { aRecord } from '../../support/rollout-builders';

const exposure = (changes: Partial<Exposure> = {}): Exposure => ({
  from: 10_000,
  requests: 338,
  verdictAt: 17_900,
  healthyAt: 21_800,
  touched: [],
  ...changes,
});
const text = (changes: Partial<Exposure> = {}) =>
  exposureText(exposure(changes), aRecord()).join('\n');

describe('what a fault cost', () => {
  it('is told with the requests that it spoiled, and the times from the first of them', () => {
    expect(text()).toContain('338 requests');
    expect(text()).toContain('fault → verdict 7.9 s, → last namespace healthy 11.8 s');
    expect(text()).toContain('every namespace beyond the breached wave');
  });

  it('counts from the verdict where no request was spoiled', () => {
    expect(text({ from: null, requests: 0 })).toContain(
      '0 requests; last namespace healthy 3.9 s after the verdict',
    );
  });

  it('names every namespace that should not have been touched', () => {
    expect(text({ touched: ['orders', 'payments'] })).toContain('NOT orders, payments');
  });
});

describe('the requests that a fault spoils', () => {
  it('are those of the namespace alone, by what the fault does to them', () => {
    expect(spoiledRequests('errors', 'shop')).toContain(
      'destination_workload_namespace="shop",response_code="500"',
    );
    expect(spoiledRequests('latency', 'shop')).toContain('le=~"500(\\\\.0)?"');
    expect(spoiledRequests('prometheus-down', 'shop')).toBeNull();
  });
});
