import type { Endpoint } from '../xds-codec';
import { placeOfTurn } from './outcome';
import type { Hop } from './outbound';
import type { ProxyConfig } from './proxy-config';

/**
 * Where an east-west gateway passes a connection on to, by nothing but the configuration that its proxy has: the listener on the
 * port finds the cluster by the server name, and the cluster its endpoints. `null` when there is none, so that the connection ends.
 */
export function gatewayHop(
  { passthrough, endpoints }: ProxyConfig,
  { sni, turn, attempt }: Pick<Hop, 'sni' | 'turn' | 'attempt'>,
  port: number,
): Endpoint | null {
  const cluster = passthrough?.get(`${String(port)}/${sni}`);
  if (cluster === undefined) return null;
  const found = endpoints.get(cluster) ?? [];
  return found[(placeOfTurn(found, turn) + attempt) % found.length] ?? null;
}
