import { contentSecurityPolicy } from './content-security-policy';
import { isAllowedHost } from './is-allowed-host';
import type { PageAssets } from './page-assets';
import type { PageData } from './page-data';

/** What of a request is looked at. */
export interface PageRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly host: string | undefined;
}

/** An answer before it is sent. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What answers are made from. */
export interface PageSource {
  /** The host that the dashboard listens on. */
  readonly listening: string;
  readonly assets: PageAssets;
  readonly newest: () => Promise<PageData>;
  readonly documentOf: (data: PageData) => string;
}

/** Answers a request. There are two things to be read, the page and its data, and nothing else can be asked for. */
export async function answerRequest(
  { method, url, host }: PageRequest,
  { listening, assets, newest, documentOf }: PageSource,
): Promise<PageAnswer> {
  const answer = (status: number, type: string, body: string, more = {}): PageAnswer => ({
    status,
    body,
    headers: { ...headersOf(assets), 'Content-Type': `${type}; charset=utf-8`, ...more },
  });
  const plain = (status: number, text: string, more = {}) =>
    answer(status, 'text/plain', `${text}\n`, more);
  if (!isAllowedHost(host, listening)) return plain(421, 'this dashboard has another name');
  if (method !== 'GET' && method !== 'HEAD') {
    return plain(405, 'this dashboard is only to be read', { Allow: 'GET, HEAD' });
  }
  const [path] = (url ?? '').split('?', 1);
  if (path === '/') return answer(200, 'text/html', documentOf(await newest()));
  if (path === '/report.json')
    return answer(200, 'application/json', JSON.stringify(await newest()));
  return plain(404, 'there is "/" and "/report.json"');
}

function headersOf(assets: PageAssets): Record<string, string> {
  return {
    'Content-Security-Policy': `${contentSecurityPolicy(assets, true)}; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
