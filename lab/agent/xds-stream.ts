import { Client, credentials, Metadata } from '@grpc/grpc-js';
import type { ProxyIdentity } from './proxy-identity';
import { createSubscription } from './subscription';
import {
  decodeResponse,
  encodeRequest,
  type DiscoveryRequest,
  type DiscoveryResponse,
} from './xds-codec';

const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources';
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Where and as whom to connect. */
export interface StreamOptions {
  readonly identity: ProxyIdentity;
  /** `127.0.0.1:<port>` of the istiod process. */
  readonly address: string;
  readonly rootCertificate: string;
  readonly token: string;
  /** Told once clusters and listeners are acknowledged: what Envoy waits for before it is ready. */
  readonly onReady: () => void;
  /** Told of every response that was acknowledged. */
  readonly onAccepted: (response: DiscoveryResponse) => void;
  /** Whether the proxy refuses what comes now. */
  readonly refuses: () => boolean;
  /** Told once when the stream is over. */
  readonly onEnd: (reason: string) => void;
}

/** An open subscription. */
export interface XdsStream {
  readonly close: () => void;
}

/** Subscribes to clusters, listeners and what they name, and acknowledges all of it, like a proxy that understands everything. */
export function openXdsStream(options: StreamOptions): XdsStream {
  const { identity } = options;
  const serverName = identity.discoveryAddress.replace(/:\d+$/, '');
  const client = new Client(
    options.address,
    credentials.createSsl(Buffer.from(options.rootCertificate)),
    {
      'grpc.ssl_target_name_override': serverName,
      'grpc.default_authority': serverName,
      'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    },
  );
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${options.token}`);
  metadata.set('clusterid', identity.cluster);
  const call = client.makeBidiStreamRequest<DiscoveryRequest, DiscoveryResponse>(
    METHOD,
    encodeRequest,
    decodeResponse,
    metadata,
  );
  let over = false;
  const end = (reason: string) => {
    if (over) return;
    over = true;
    call.cancel();
    client.close();
    options.onEnd(reason);
  };
  const subscription = createSubscription({
    send: (request) => call.write(request),
    onReady: options.onReady,
    onAccepted: options.onAccepted,
    refuses: options.refuses,
  });
  call.on('data', (response: DiscoveryResponse) => {
    // What was still on its way to a closed stream wants no answer.
    if (!over) subscription.receive(response);
  });
  call.on('error', (error: Error) => {
    end(error.message);
  });
  call.on('end', () => {
    end('istiod ended the stream');
  });
  subscription.start(identity.node);
  return {
    close: () => {
      end('closed');
    },
  };
}
