import type { SimMember } from '../../lib/simulate/fleet-simulation';
import { simClusterOf } from './sim-cluster-of';
import { fleetSpec } from './sim-fleet';

/**
 * A mesh over many clusters: one leads, a tenth of them follows, then the rest, a quarter of all at once; in each a namespace, a tenth of
 * them and the rest move, between its ingress and its east-west gateway.
 */
export function largeFleet(clusters: number, namespaces: number): SimMember[] {
  const names = numbered('cluster', clusters);
  const all = numbered('ns', namespaces);
  const tenth = (of: readonly string[]) => Math.ceil(of.length / 10);
  const groups = parts(names, 1, tenth(names));
  const [first = [], some = [], rest = []] = parts(all, 1, tenth(all));
  const waves = [
    { name: 'edge', gateways: [{ namespace: 'ingress', name: 'gateway' }] },
    { name: 'first', namespaces: first },
    { name: 'some', namespaces: some },
    { name: 'rest', namespaces: rest },
    { name: 'east-west', gateways: [{ namespace: 'eastwest', name: 'eastwest' }], coverage: 90 },
  ];
  const atOnce = Math.ceil(clusters / 4);
  return names.map((name) => ({
    name,
    spec: fleetSpec(name, { waves, clusters: { self: name, groups, atOnce } }),
    cluster: simClusterOf(all, { eastWest: true }),
  }));
}

function numbered(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${what}-${String(index + 1)}`);
}

/** The first ones, those up to a second place, and the rest. */
function parts<T>(all: readonly T[], first: number, second: number): T[][] {
  return [all.slice(0, first), all.slice(first, second), all.slice(second)];
}
