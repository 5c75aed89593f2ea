const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/i;
const WILDCARD_LABEL = /^(\*|(\*|\*-)?[a-z0-9]([-a-z0-9]*[a-z0-9])?)$/i;
const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/**
 * What is wrong with a name of a host, in words; `null` when nothing is.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 */
export function hostProblem(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.length > LONGEST_NAME) return `it is longer than ${String(LONGEST_NAME)} characters`;
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  if (/^[-+]?\d+$/.test(last)) return `it ends with the number ${last}`;
  return labelProblem(name);
}

/** The same for a name that may begin with a wildcard, such as `*.local`. */
export function wildcardProblem(name: string): string | null {
  if (name === '' || name.length > LONGEST_NAME) return hostProblem(name);
  const [first = '', ...rest] = name.split('.');
  if (first.length > LONGEST_LABEL || !WILDCARD_LABEL.test(first))
    return `"${first}" is no DNS label`;
  return rest.length === 0 ? null : hostProblem(rest.join('.'));
}

/** The same for a trust domain, which may end with a number. */
export function trustDomainProblem(name: string): string | null {
  return name === '' ? 'it is empty' : labelProblem(name);
}

/** What is wrong with `host:port`. */
export function addressProblem(address: string): string | null {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(address) ?? [];
  if (port === undefined) return 'it has no port; write host:port';
  const portIssue = portProblem(/^\d+$/.test(port) ? Number(port) : Number.NaN);
  if (portIssue !== null) return portIssue;
  const host = bracketed ?? plain ?? '';
  return isIpAddress(host) ? null : hostProblem(host);
}

/** What is wrong with the number of a port. */
export function portProblem(port: number): string | null {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
    ? null
    : 'a port is a number from 1 to 65535';
}

export function isIpAddress(text: string): boolean {
  const octets = text.split('.');
  const isV4 =
    octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  return isV4 || (text.includes(':') && /^[0-9a-f:.]+$/i.test(text));
}

export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

/** The last label may be empty, as in `istio.io.`. */
function labelProblem(name: string): string | null {
  const labels = name.split('.');
  const wrong = labels.find(
    (label, index) => !isDnsLabel(label) && !(label === '' && index === labels.length - 1),
  );
  return wrong === undefined ? null : `"${wrong}" is no DNS label`;
}
