import {
  createConfiguration,
  ServerConfiguration,
  type Configuration,
  type KubeConfig,
} from '@kubernetes/client-node';
import { keepConnections } from './kept-connections';
import { patientHttp } from './patient-http';

/** An API server that takes a request and never answers must not stop the loop, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** How the client talks to a cluster: with a time limit, over connections that are kept, and patiently where it is asked to wait. */
export function apiConfiguration(config: KubeConfig, server: string): Configuration {
  const agentFor = keepConnections();
  return createConfiguration({
    baseServer: new ServerConfiguration(server, {}),
    authMethods: { default: config },
    httpApi: patientHttp(),
    promiseMiddleware: [
      {
        pre: (request) => {
          request.setSignal(AbortSignal.timeout(REQUEST_TIMEOUT_MS));
          const agent = agentFor(request.getAgent());
          if (agent !== undefined) request.setAgent(agent);
          return Promise.resolve(request);
        },
        post: (response) => Promise.resolve(response),
      },
    ],
  });
}
