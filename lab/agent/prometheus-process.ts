import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../lib/cluster/api-error';
import { isAlive } from '../../lib/process-identity';
import { alertRules, prometheusConfig } from '../control-plane/prometheus-config';
import { startProcess, stopProcesses } from '../processes';
import type { LabProcess, LabState } from '../state';
import { strikes, type Fault } from './faults';
import type { FailureLog } from './failure-log';

const NAME = 'prometheus';

/** Keeps the lab's Prometheus running, except while a fault says otherwise; what it stored outlives that. */
export class PrometheusProcess {
  readonly #state: LabState;
  readonly #failures: FailureLog;
  readonly #changed: () => void;
  #process: LabProcess | null = null;
  #busy = false;

  constructor(state: LabState, failures: FailureLog, changed: () => void) {
    this.#state = state;
    this.#failures = failures;
    this.#changed = changed;
  }

  /** The process as a later command can find it; `null` while it does not run. */
  get running(): LabProcess | null {
    return this.#process;
  }

  /** Starts or stops the process, as the faults ask. */
  async refresh(faults: readonly Fault[]): Promise<void> {
    const wanted = !strikes(faults, 'prometheus-down');
    const runs = this.#process !== null && isAlive(this.#process);
    if (wanted === runs || this.#busy) return;
    this.#busy = true;
    try {
      if (wanted) await this.#start();
      else await this.stop();
      this.#failures.worked('prometheus-failed', NAME);
    } catch (error) {
      this.#failures.failed('prometheus-failed', NAME, messageOf(error));
    } finally {
      this.#busy = false;
    }
  }

  /** Ends the process; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#process !== null) await stopProcesses([this.#process]);
    this.#process = null;
    this.#changed();
  }

  async #start(): Promise<void> {
    const { dir, directKubeconfig: kubeconfig, binaries, ports } = this.#state;
    const home = join(dir, NAME);
    mkdirSync(home, { recursive: true });
    const [config, rules] = [join(home, 'prometheus.yaml'), join(home, 'rules.yaml')];
    const { scrapeProxy, prometheus } = ports;
    writeFileSync(config, prometheusConfig({ kubeconfig, scrapeProxy, rules }), { mode: 0o600 });
    writeFileSync(rules, alertRules());
    this.#process = await startProcess({
      name: NAME,
      command: binaries[NAME]?.path ?? NAME,
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(home, 'data')}`,
        `--web.listen-address=127.0.0.1:${String(prometheus)}`,
        '--log.level=warn',
      ],
      cwd: home,
      log: join(dir, 'logs', `${NAME}.log`),
    });
    this.#changed();
  }
}
