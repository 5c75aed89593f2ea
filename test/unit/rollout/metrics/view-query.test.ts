import {
  askedQuery,
  durationsQuery,
  receivedQuery,
  sentAsReceivedQuery,
  sentQuery,
  type ViewQuery,
} from '../../../../lib/rollout/metrics/view-query';

const SHOP = { namespace: 'shop', workload: '' };
const EDGE = { namespace: 'edge', workload: 'ingress.v2' };

describe('the query behind a count', () => {
  it.each<[ViewQuery, string]>([
    [
      receivedQuery,
      'istio_requests_total{reporter="destination",destination_workload_namespace=~"shop"}',
    ],
    [
      askedQuery,
      'istio_requests_total{reporter=~"source|waypoint",destination_service=~".+[.](shop)[.]svc[.].+"}',
    ],
    [sentQuery, 'istio_requests_total{reporter="source",source_workload_namespace=~"shop"}'],
    [
      sentAsReceivedQuery,
      'istio_requests_total{reporter="destination",source_workload_namespace=~"shop"}',
    ],
    [
      durationsQuery,
      'istio_request_duration_milliseconds_bucket{reporter="destination",destination_workload_namespace=~"shop"}',
    ],
  ])('selects what its side of a namespace counted', (query, selector) => {
    expect(query([SHOP])).toContain(`(${selector})`);
  });

  it('names all members of a wave, each once', () => {
    expect(receivedQuery([SHOP, { ...SHOP, namespace: 'bank' }, SHOP])).toContain('=~"shop|bank"');
  });

  it('is about one gateway of a namespace, and never divides', () => {
    const query = sentQuery([EDGE]);
    expect(query).toContain('source_workload=~"ingress[.]v2"');
    expect(query).not.toContain('/');
  });
});
