import type { PrometheusSpec } from './environments/environment';

/** Addresses of this machine, such as those of a port-forward: what is sent there can be read by nobody on its way. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Everything wrong with how a Prometheus is reached, as field below `prometheus` and what is wrong with it. */
export function prometheusProblems(spec: PrometheusSpec): (readonly [string, string])[] {
  if (!('url' in spec)) return [];
  const url = URL.canParse(spec.url) ? new URL(spec.url) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return [['url', `found "${spec.url}", must be like https://prometheus.example.org`]];
  }
  const { caFile, tokenFile, headers = {}, timeoutSeconds = 1 } = spec;
  const isPlain = url.protocol === 'http:';
  const isOpen = isPlain && !LOOPBACK.test(url.hostname);
  const problems: readonly (readonly [boolean, string, string])[] = [
    [
      url.username !== '' || url.password !== '',
      'url',
      'it holds credentials, which would stand in the source; put a token into a file and name it in tokenFile',
    ],
    [url.search !== '' || url.hash !== '', 'url', 'it ends with a query; leave that out'],
    [
      isOpen && tokenFile !== undefined,
      'tokenFile',
      'the token would be readable on its way; use https',
    ],
    [isPlain && caFile !== undefined, 'caFile', 'no certificate is asked for with http; use https'],
    [
      Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'),
      'headers',
      'it holds Authorization, which would stand in the source; put the token into a file and name it in tokenFile',
    ],
    [
      !(Number.isFinite(timeoutSeconds) && timeoutSeconds >= 1),
      'timeoutSeconds',
      `found ${String(timeoutSeconds)}, must be a number of seconds from 1`,
    ],
  ];
  return problems.flatMap(([applies, field, message]) =>
    applies ? [[field, message] as const] : [],
  );
}
