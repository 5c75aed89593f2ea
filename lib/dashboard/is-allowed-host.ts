import { isIP } from 'node:net';

/**
 * Whether a request's `Host` names this dashboard: a loopback name, an address, or the name it was told to listen on. A page of
 * somebody else that has its own name lead here (DNS rebinding) asks with that name, and learns nothing.
 */
export function isAllowedHost(header: string | undefined, listening: string): boolean {
  const name = hostnameOf(header ?? '');
  if (name === null) return false;
  return name === 'localhost' || name === listening.toLowerCase() || isIP(name) !== 0;
}

/** Whether only this machine reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function hostnameOf(header: string): string | null {
  // A URL takes more than a host, such as a name before an @.
  if (!/^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i.test(header)) return null;
  const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*))/.exec(header) ?? [];
  return (bracketed ?? plain ?? '').toLowerCase();
}
