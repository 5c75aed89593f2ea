import { metricsQueries } from '../../../../lib/cluster/prometheus/metrics-queries';

const queries = metricsQueries(['shop', 'bank'], ['shop', 'bank', 'ingress'], 500);
const LABELS =
  'namespace,pod,reporter,source_workload,source_workload_namespace,destination_service,destination_workload_namespace,response_code,response_flags,grpc_response_status,connection_security_policy';

describe('the queries of a snapshot', () => {
  it('ask for what namespaces received, for what was asked of them, and for what they sent', () => {
    expect(queries.requests).toEqual([
      `sum by (${LABELS}) (istio_requests_total{reporter="destination",destination_workload_namespace=~"shop|bank"})`,
      `sum by (${LABELS}) (istio_requests_total{reporter=~"source|waypoint",destination_service=~".+\\\\.(shop|bank)\\\\.svc\\\\..+"})`,
      `sum by (${LABELS}) (istio_requests_total{reporter="source",source_workload_namespace=~"shop|bank|ingress"})`,
    ]);
  });

  it('ask for absolute values only: rates miss what a newborn series began with', () => {
    const all = [...queries.requests, ...queries.durations, ...queries.durationsWithin];
    for (const query of all) expect(query).not.toMatch(/rate|increase|\[/);
  });

  it('ask for the edge as every Prometheus writes it', () => {
    expect(queries.durations).toEqual([
      'sum by (namespace,pod,destination_workload_namespace) (istio_request_duration_milliseconds_count{reporter="destination",destination_workload_namespace=~"shop|bank"})',
    ]);
    expect(queries.durationsWithin).toEqual([
      'sum by (namespace,pod,destination_workload_namespace) (istio_request_duration_milliseconds_bucket{reporter="destination",destination_workload_namespace=~"shop|bank",le=~"500(\\\\.0)?"})',
    ]);
  });

  it.each([
    [500, ['500', '500.0'], ['50', '5000', '5000.0', '50000']],
    [0.5, ['0.5'], ['005', '0.50', '5']],
  ])('match the edge of %d ms and no other', (edge, same, others) => {
    const query = metricsQueries(['shop'], [], edge).durationsWithin[0]!;
    const written = /le=~"([^"]*)"/.exec(query)![1]!;
    // PromQL reads two backslashes in a string as one, and anchors the expression.
    const matcher = new RegExp(`^(?:${written.replaceAll('\\\\', '\\')})$`);
    for (const text of same) expect(text).toMatch(matcher);
    for (const text of others) expect(text).not.toMatch(matcher);
  });

  it.each([
    ['cart.shop.svc.cluster.local', true],
    ['cart.bank.svc.example.org', true],
    ['cart.workshop.svc.cluster.local', false],
    ['cart.shop.example.org', false],
    ['shop.svc.cluster.local', false],
    ['cart.shopXsvc.cluster.local', false],
  ])('find %s by the service that was asked: %s', (service, isFound) => {
    const written = /destination_service=~"([^"]*)"/.exec(queries.requests[1]!)![1]!;
    const matcher = new RegExp(`^(?:${written.replaceAll('\\\\', '\\')})$`);
    expect(matcher.test(service)).toBe(isFound);
  });

  it('fit into a URL: so many namespaces at once, and none twice', () => {
    const names = Array.from({ length: 120 }, (_, index) => `team-${index}`);
    const many = metricsQueries(names, names, 500);
    expect(many.requests).toHaveLength(9);
    expect(many.durations).toHaveLength(3);
    expect(many.durationsWithin).toHaveLength(3);
    const asked = many.durations.flatMap((query) =>
      /namespace=~"([^"]*)"/.exec(query)![1]!.split('|'),
    );
    expect(asked).toEqual(names);
  });

  it('ask nothing of no namespaces, which would be everything', () => {
    expect(metricsQueries([], ['ingress'], 500)).toMatchObject({
      requests: [expect.stringContaining('source_workload_namespace=~"ingress"')],
      durations: [],
      durationsWithin: [],
    });
  });
});
