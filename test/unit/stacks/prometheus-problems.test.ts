import type { PrometheusSpec } from '../../../stacks/environments/environment';
import { prometheusProblems } from '../../../stacks/prometheus-problems';

const URL_ = 'https://prometheus.example.org/prometheus';

describe('how a Prometheus is reached', () => {
  it.each<[string, PrometheusSpec]>([
    [
      'https with everything',
      { url: URL_, caFile: 'ca', tokenFile: 't', headers: { a: 'b' }, timeoutSeconds: 30 },
    ],
    ['a port-forward with a token', { url: 'http://localhost:9090', tokenFile: 't' }],
    ['a Service', { namespace: 'monitoring', service: 'prometheus', port: 9090 }],
  ])('may be by %s', (_what, spec) => {
    expect(prometheusProblems(spec)).toEqual([]);
  });

  it.each<[string, PrometheusSpec, string, RegExp]>([
    ['no URL', { url: 'prometheus:9090' }, 'url', /must be like https/],
    ['a file', { url: 'file:///etc/passwd' }, 'url', /must be like https/],
    ['credentials in the URL', { url: 'https://me:pw@example.org' }, 'url', /name it in tokenFile/],
    ['a query', { url: `${URL_}?tenant=a` }, 'url', /ends with a query/],
    [
      'a token in the open',
      { url: 'http://example.org', tokenFile: 't' },
      'tokenFile',
      /use https/,
    ],
    ['certificates for http', { url: 'http://localhost', caFile: 'ca' }, 'caFile', /use https/],
    [
      'a token in the source',
      { url: URL_, headers: { authorization: 'x' } },
      'headers',
      /name it in tokenFile/,
    ],
    ['no time', { url: URL_, timeoutSeconds: 0 }, 'timeoutSeconds', /found 0, .* from 1/],
  ])('is refused with %s', (_what, spec, field, message) => {
    expect(prometheusProblems(spec)).toEqual([[field, expect.stringMatching(message)]]);
  });

  it('tells all problems at once, and no password', () => {
    const problems = prometheusProblems({
      url: 'http://me:pw@example.org?x',
      tokenFile: 't',
      caFile: 'c',
    });
    expect(problems.map(([field]) => field)).toEqual(['url', 'url', 'tokenFile', 'caFile']);
    expect(JSON.stringify(problems)).not.toContain('pw');
  });
});
