import type { kinds, networking } from '../generated/newest';
import type { AppTrafficSpec, AppVersion } from './app-traffic';
import { MESH } from './mesh-gateway';
import { resolveHost } from './resolve-host';

/** The route of a service, and its rule where there is anything to rule. */
export function renderAppTraffic(
  spec: AppTrafficSpec,
): readonly (kinds.VirtualService | kinds.DestinationRule)[] {
  const rule = destinationRule(spec);
  return [virtualService(spec), ...(rule === null ? [] : [rule])];
}

function virtualService(spec: AppTrafficSpec): kinds.VirtualService {
  const { namespace, service, entry, timeout, retries } = spec;
  const gateways = entry === undefined ? [] : [`${entry.gateway.namespace}/${entry.gateway.name}`];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: service, namespace },
    spec: {
      hosts: [hostOf(spec), ...(entry?.hosts ?? [])],
      ...(gateways.length === 0 ? {} : { gateways: [MESH, ...gateways] }),
      http: [
        {
          route: routesOf(spec),
          ...(timeout === undefined ? {} : { timeout }),
          ...(retries === undefined ? {} : { retries }),
        },
      ],
    },
  };
}

function routesOf(spec: AppTrafficSpec): networking.HTTPRouteDestination[] {
  const { port, versions = [] } = spec;
  const at = {
    host: hostOf(spec),
    ...(port === undefined ? {} : { port: { number: port } }),
  };
  if (versions.length === 0) return [{ destination: at }];
  return versions.map(({ name, weight }) => ({ destination: { ...at, subset: name }, weight }));
}

/** A rule that says nothing would only hide one of somebody else. */
function destinationRule(spec: AppTrafficSpec): kinds.DestinationRule | null {
  const { namespace, service, versions = [], outlierDetection } = spec;
  if (versions.length === 0 && outlierDetection === undefined) return null;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: service, namespace },
    spec: {
      host: hostOf(spec),
      ...(outlierDetection === undefined ? {} : { trafficPolicy: { outlierDetection } }),
      ...(versions.length === 0 ? {} : { subsets: versions.map(subsetOf) }),
    },
  };
}

function subsetOf({ name, labels = { version: name } }: AppVersion): networking.Subset {
  return { name, labels };
}

function hostOf({ service, namespace }: AppTrafficSpec): string {
  return resolveHost(service, namespace);
}
