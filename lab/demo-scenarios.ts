import type { FaultType } from './agent/faults';

/** How a demo has to end. */
export interface DemoScenario {
  readonly fault: FaultType | null;
  /** Whether the fault strikes one namespace, or everything. */
  readonly inNamespace: boolean;
  /** `held`: neither forward nor back while the fault stands, and forward once it is gone. */
  readonly ending: 'moved' | 'rolled-back' | 'held';
}

/** The namespace that is broken: in the wave before the last, so that there is one that nothing may touch. */
export const FAULTY_NAMESPACE = 'catalog';

const rollsBack = (fault: FaultType): DemoScenario => ({
  fault,
  inNamespace: true,
  ending: 'rolled-back',
});

/** Every demo by its name, `''` for the one without a fault. */
export const SCENARIOS: Readonly<Record<string, DemoScenario>> = {
  '': { fault: null, inNamespace: false, ending: 'moved' },
  errors: rollsBack('errors'),
  latency: rollsBack('latency'),
  plaintext: rollsBack('plaintext'),
  denied: rollsBack('denied'),
  'never-ready': rollsBack('never-ready'),
  'reject-config': rollsBack('reject-config'),
  'prometheus-down': { fault: 'prometheus-down', inNamespace: false, ending: 'held' },
  'no-metrics': { fault: 'no-metrics', inNamespace: true, ending: 'held' },
};
