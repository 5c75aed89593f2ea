import { Gauge, type Registry } from 'prom-client';
import type { RolloutReport } from '../../rollout/report/rollout-report';

/**
 * What a rollout that this process drives, or drove, is worth counting. `object` is `namespace/name` of a RevisionRollout; its series
 * end when it is gone.
 *
 * | metric | says |
 * | --- | --- |
 * | `istio_revisions_rollout_phase{object,phase}` | 1 for the phase that the rollout is in, as `rollout status` names it |
 * | `istio_revisions_rollout_state{object,state}` | 1 for how it is: `running`, `held`, `paused`, `waiting`, `blocked`, `done`, `rolled-back` |
 * | `istio_revisions_rollout_waves{object}` | waves of its plan |
 * | `istio_revisions_rollout_waves_proved{object}` | waves that have proved themselves |
 * | `istio_revisions_rollout_namespaces{object}` | namespaces of its plan; absent while that is not known |
 * | `istio_revisions_rollout_namespaces_moved{object}` | those of them that are on the new revision; absent while that is not known |
 */
export class RolloutMetrics {
  readonly #phase: Gauge<'object' | 'phase'>;
  readonly #state: Gauge<'object' | 'state'>;
  readonly #waves: Gauge<'object'>;
  readonly #proved: Gauge<'object'>;
  readonly #namespaces: Gauge<'object'>;
  readonly #moved: Gauge<'object'>;
  /** The labels that each object has now. */
  readonly #known = new Map<string, Pick<RolloutReport, 'phase' | 'state'>>();

  constructor(registry: Registry) {
    const gauge = <L extends string>(name: string, help: string, ...labels: L[]): Gauge<L> =>
      new Gauge({
        name: `istio_revisions_rollout_${name}`,
        help,
        labelNames: labels,
        registers: [registry],
      });
    this.#phase = gauge('phase', 'phase that the rollout is in', 'object', 'phase');
    this.#state = gauge('state', 'how the rollout is', 'object', 'state');
    this.#waves = gauge('waves', 'waves of the plan', 'object');
    this.#proved = gauge('waves_proved', 'waves that have proved themselves', 'object');
    this.#namespaces = gauge('namespaces', 'namespaces of the plan', 'object');
    this.#moved = gauge('namespaces_moved', 'namespaces on the new revision', 'object');
  }

  /** Counts what a report says. */
  count(object: string, { phase, state, waves, coverage }: RolloutReport): void {
    this.forget(object);
    this.#known.set(object, { phase, state });
    this.#phase.set({ object, phase }, 1);
    this.#state.set({ object, state }, 1);
    this.#waves.set({ object }, waves.length);
    this.#proved.set({ object }, waves.filter((wave) => wave.state === 'proved').length);
    if (coverage.members === null) return;
    this.#namespaces.set({ object }, coverage.members.all);
    this.#moved.set({ object }, coverage.members.moved);
  }

  /** Ends the series of an object. */
  forget(object: string): void {
    const known = this.#known.get(object);
    if (known === undefined) return;
    this.#known.delete(object);
    this.#phase.remove({ object, phase: known.phase });
    this.#state.remove({ object, state: known.state });
    for (const gauge of [this.#waves, this.#proved, this.#namespaces, this.#moved])
      gauge.remove({ object });
  }
}
