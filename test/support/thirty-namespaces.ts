import { devEnvironment } from '../../stacks/environments/dev';
import type { RolloutMode, WaveSpec } from '../../lib/rollout/rollout-spec';
import { furtherNamespaces, SAMPLE_NAMESPACES } from '../../stacks/sample-mesh';
import type { DeclaredEnvironment } from './checkout';
import type { EndState } from './end-state';

/** Services beside the shop of the sample. */
export const FURTHER = 24;

const SERVICES = furtherNamespaces(FURTHER);

/** Every namespace of the mesh, each with a service of two pods. */
export const NAMESPACES: readonly string[] = [...SAMPLE_NAMESPACES, ...SERVICES];

/** Two pods in each namespace, and two of the gateway. */
const PROXIES = 2 * NAMESPACES.length + 2;

const WAVES: readonly WaveSpec[] = [
  { name: 'gateways', gateways: [{ namespace: 'gateways', name: 'ingress' }] },
  { name: 'canary', namespaces: ['checkout-canary'] },
  { name: 'web', namespaces: ['frontend', 'catalog', ...SERVICES.slice(0, 7)] },
  { name: 'rest', namespaces: ['checkout', 'payments', 'orders', ...SERVICES.slice(7)] },
];

/** The lab's mesh with thirty namespaces, and a rollout that moves them all. */
export function thirtyNamespaces(mode: RolloutMode): DeclaredEnvironment {
  const { mesh, prometheus, rollout } = devEnvironment;
  if (prometheus === undefined || rollout?.metrics === undefined)
    throw new Error('environment dev lacks a rollout that judges metrics');
  // What strikes takes its time to do so on a machine that is busy.
  const metrics = { ...rollout.metrics, patienceSeconds: 300 };
  return {
    mesh,
    prometheus,
    rollout: { ...rollout, mode, waves: WAVES, retainSeconds: 30, metrics },
  };
}

/** Where the mesh is before a rollout, and has to be after one that went back. */
export const HOME: EndState = {
  injectedBy: ['1-30'],
  labels: ['1-30'],
  tags: [],
  unready: [],
  connected: { '1-30': PROXIES },
  unsynced: 0,
  versions: { '1.30.3': PROXIES },
  spoiled: 0,
};

/** Where it has to be after one that is done. */
export function movedState(mode: RolloutMode): EndState {
  const tags = WAVES.flatMap((wave) => ('gateways' in wave ? [] : [wave.name])).sort();
  return {
    injectedBy: ['1-31'],
    labels: mode === 'tag' ? tags : ['1-31'],
    tags: mode === 'tag' ? tags.map((tag) => `${tag} → 1-31`) : [],
    unready: [],
    connected: { '1-31': PROXIES },
    unsynced: 0,
    versions: { '1.31.0': PROXIES },
    spoiled: 0,
  };
}
