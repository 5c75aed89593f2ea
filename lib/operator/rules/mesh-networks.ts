import type { Issue } from '../issue';
import { isObject, type Json, type JsonObject } from '../json';
import { valueAt } from '../traced';
import { issueAt } from './issue-at';
import { elementsOf, textOf } from '../json-at';
import { hostProblem, isDnsLabel, isIpAddress, portProblem } from './mesh/host-name';
import type { Rule } from './rule';
import { writtenAt } from './said';
import { shown } from '../shown';

const NETWORKS = ['global', 'meshNetworks'];

interface Problem {
  /** Below the network. */
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Networks that istiod cannot read: it then knows of none at all.
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/validation/agent/validation.go
 * @see https://github.com/istio/istio/blob/1.31.0/pkg/config/mesh/meshwatcher/collection.go
 */
export const meshNetworks: Rule = (context): readonly Issue[] => {
  const { values } = context.resolved;
  const networks = valueAt(values, NETWORKS);
  if (!isObject(networks)) return [];
  return Object.entries(networks).flatMap(([name, network]) =>
    networkProblems(network).map(({ path, message }) => {
      const root = writtenAt(values, [...NETWORKS, name]) ?? ['values', ...NETWORKS, name];
      return issueAt(context, 'unusable-network', [...root, ...path], message);
    }),
  );
};

function networkProblems(network: Json | undefined): Problem[] {
  if (!isObject(network)) return [];
  return [
    ...elementsOf(network['endpoints']).flatMap(([place, endpoint]) =>
      endpointProblems(['endpoints', place], endpoint),
    ),
    ...elementsOf(network['gateways']).flatMap(([place, gateway]) =>
      gatewayProblems(['gateways', place], gateway),
    ),
  ];
}

function endpointProblems(path: readonly string[], endpoint: JsonObject): Problem[] {
  const cidr = textOf(endpoint['fromCidr']);
  const registry = textOf(endpoint['fromRegistry']);
  const [address = '', bits] = (cidr ?? '').split('/');
  const isRange = isIpAddress(address) && (bits === undefined || /^\d{1,3}$/.test(bits));
  return [
    ...(cidr === undefined || isRange
      ? []
      : [
          {
            path: [...path, 'fromCidr'],
            message: `found ${shown(cidr)}, must be a range of addresses, such as "10.0.0.0/8"`,
          },
        ]),
    ...(registry === undefined || isDnsLabel(registry)
      ? []
      : [
          {
            path: [...path, 'fromRegistry'],
            message: `found ${shown(registry)}, must be the name of a cluster: a DNS label`,
          },
        ]),
  ];
}

function gatewayProblems(path: readonly string[], gateway: JsonObject): Problem[] {
  const service = textOf(gateway['registryServiceName']);
  const address = textOf(gateway['address']);
  const wrongService = service === undefined ? null : hostProblem(service);
  const wrongAddress = address === undefined || isIpAddress(address) ? null : hostProblem(address);
  const wrongPort = portProblem(Number(gateway['port'] ?? 0));
  return [
    ...(wrongService === null
      ? []
      : [
          {
            path: [...path, 'registryServiceName'],
            message: `found ${shown(service)}: ${wrongService}; it must be the host of a Service`,
          },
        ]),
    ...(wrongAddress === null
      ? []
      : [
          {
            path: [...path, 'address'],
            message: `found ${shown(address)}: ${wrongAddress}; it must be an address or a host`,
          },
        ]),
    ...(wrongPort === null
      ? []
      : [
          {
            path: [...path, ...(gateway['port'] === undefined ? [] : ['port'])],
            message: `found ${shown(gateway['port'])} as port: ${wrongPort}`,
          },
        ]),
  ];
}
