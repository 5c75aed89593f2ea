import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createEventRecorder } from '../cluster/event-recorder';
import { createKubeClient } from '../cluster/kube-client';
import { createLeaseLock, type LeaseName } from '../cluster/lease-lock';
import { startTimer } from '../cluster/start-timer';
import { createWatchSource } from '../cluster/watch-source';
import { loopHealth, operatorReadiness, type OperatorStanding } from '../reconcile/operator/health';
import type { HealthSources } from '../reconcile/operator/health-server';
import { lead } from '../reconcile/operator/lead';
import type { OperatorLog } from '../reconcile/operator/operator-log';
import { OperatorMetrics } from '../reconcile/operator/operator-metrics';
import { reconcileObject } from '../reconcile/operator/reconcile-object';
import { reconcileRollout, type RolloutObjectPorts } from '../reconcile/operator/reconcile-rollout';
import { runOperator } from '../reconcile/operator/run-operator';
import { runRollouts } from '../reconcile/operator/run-rollouts';
import {
  createRolloutReporter,
  createStatusReporter,
  type StatusReporter,
} from '../reconcile/status-reporter';
import { ROLLOUT_RESOURCE } from '../rollout/object/rollout-resource';
import { OPERATOR_RESOURCE } from '../rollout/status/operator-resource';
import { operatorPorts, type OperatorWorld } from './operator-ports';
import { operatorProject } from './operator-project';
import { operatorRolloutPorts } from './operator-rollout-ports';

/** A turn waits for an engine, which waits for an istiod: only what takes much longer hangs. */
const TURN_LIMIT_MS = 15 * 60_000;

/** What a process of the operator is started with. */
export interface OperatorProcessOptions {
  readonly log: OperatorLog;
  /** Asks for a graceful stop. */
  readonly signal: AbortSignal;
  readonly workDir: string;
  /** `null` where it drives none. */
  readonly rollouts: OperatorRollouts | null;
}

/** Which rollouts a process drives. */
export interface OperatorRollouts {
  /** The mesh's. */
  readonly namespace: string;
  /** Address of the Prometheus that judges metrics; `null` where there is none. */
  readonly prometheus: string | null;
}

/** One process of the operator: it leads or stands by, and tells how it is. */
export class OperatorProcess {
  readonly #options: OperatorProcessOptions;
  readonly #client = createKubeClient();
  readonly #metrics = new OperatorMetrics();
  readonly #report: StatusReporter['report'];
  readonly #reportRollout: RolloutObjectPorts['report'];
  #standing: OperatorStanding = {
    leads: false,
    electionSeen: false,
    listed: false,
    apiAnswers: true,
  };
  #turnBegan: number | null = null;

  constructor(options: OperatorProcessOptions) {
    this.#options = options;
    const events = createEventRecorder({
      client: this.#client,
      instance: hostname(),
      now: Date.now,
      problem: (reason) => {
        options.log.warn('an Event could not be written', { reason });
      },
    });
    const told = { client: this.#client, events, now: Date.now };
    this.#report = createStatusReporter(told).report;
    this.#reportRollout = createRolloutReporter(told).report;
  }

  /** What its health endpoints say. */
  get sources(): HealthSources {
    return {
      live: () => {
        const now = performance.now();
        return loopHealth(this.#turnBegan ?? now, now, TURN_LIMIT_MS);
      },
      ready: () => operatorReadiness(this.#standing),
      metrics: () => this.#metrics.scrape(),
    };
  }

  /** Does a leader's work whenever it leads, until it is asked to stop. */
  async lead(lease: LeaseName): Promise<void> {
    const { log, signal } = this.#options;
    await lead({
      // With connections of its own: it must not wait behind what hangs.
      lock: createLeaseLock(createKubeClient(), lease),
      identity: `${hostname()}_${randomUUID()}`,
      now: () => performance.now(),
      wallTime: () => new Date(),
      startTimer,
      signal,
      leading: (leads) => {
        this.#standing = { ...this.#standing, leads, electionSeen: true, listed: false };
        this.#metrics.leader(leads);
        log.info(leads ? 'this process leads' : 'this process stands by');
      },
      api: (up) => {
        this.#standing = { ...this.#standing, apiAnswers: up };
        this.#metrics.apiUp(up);
      },
      note: (message, problem) => {
        if (problem === undefined) log.info(message);
        else log.warn(message, { reason: problem });
      },
      onLead: async (term, mayAct) => {
        await Promise.all([this.#work(term, mayAct), this.#drive(term, mayAct)]);
      },
    });
  }

  #work(signal: AbortSignal, mayAct: () => boolean): Promise<void> {
    const { config } = this.#client;
    const { group, version, plural } = OPERATOR_RESOURCE;
    const portsFor = operatorPorts(this.#world(signal, mayAct));
    return runOperator({
      documents: createWatchSource(config, { apiVersion: `${group}/${version}`, plural }),
      deployments: createWatchSource(config, {
        apiVersion: 'apps/v1',
        plural: 'deployments',
        labelSelector: 'app=istiod',
      }),
      reconcile: async (object, objects, log) => {
        this.#turnBegan = performance.now();
        try {
          return await reconcileObject(object, portsFor({ objects, log }));
        } finally {
          this.#turnBegan = null;
        }
      },
      report: this.#report,
      metrics: this.#metrics,
      log: this.#options.log,
      startTimer,
      random: Math.random,
      newId: randomUUID,
      now: Date.now,
      uptime: () => performance.now(),
      synced: () => {
        this.#standing = { ...this.#standing, listed: true };
      },
      signal,
    });
  }

  async #drive(signal: AbortSignal, mayAct: () => boolean): Promise<void> {
    const { rollouts, log } = this.#options;
    if (rollouts === null) return;
    const { group, version, plural } = ROLLOUT_RESOURCE;
    const { namespace } = rollouts;
    const world = { ...this.#world(signal, mayAct), ...rollouts };
    const portsFor = operatorRolloutPorts({ ...world, reportRollout: this.#reportRollout });
    await runRollouts({
      rollouts: createWatchSource(this.#client.config, {
        apiVersion: `${group}/${version}`,
        plural,
        namespace,
      }),
      reconcile: (object, turn) => reconcileRollout(object, portsFor(turn)),
      metrics: this.#metrics,
      log,
      startTimer,
      random: Math.random,
      newId: randomUUID,
      uptime: () => performance.now(),
      signal,
    });
  }

  #world(signal: AbortSignal, mayAct: () => boolean): OperatorWorld {
    return {
      client: this.#client,
      projectDir: operatorProject(this.#options.workDir),
      workDir: this.#options.workDir,
      report: this.#report,
      metrics: this.#metrics,
      signal,
      mayGoOn: () => !signal.aborted && mayAct(),
    };
  }
}
