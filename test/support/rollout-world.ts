import { driveRollout } from '../../lib/reconcile/drive-rollout';
import { RolloutError } from '../../lib/reconcile/rollout-error';
import {
  reconcileRollout,
  type DriveRequest,
  type RolloutObjectPorts,
  type WatchedRollout,
} from '../../lib/reconcile/operator/reconcile-rollout';
import {
  rolloutStatus,
  type RolloutFinding,
  type RolloutStatus,
} from '../../lib/rollout/object/rollout-status';
import type { RolloutRecord } from '../../lib/rollout/record';
import { positionOf } from '../../lib/rollout/position-of';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { anOperatorObject } from './operator-objects';
import { FROM, TO } from './rollout-builders';
import { simClusterOf } from './sim-cluster-of';

const DOCUMENTS = [
  anOperatorObject({ name: 'old', spec: { revision: FROM, tag: '1.30.3' } }),
  anOperatorObject({ name: 'new', spec: { revision: TO, tag: '1.31.0' } }),
];

/** What a test lets the world be. */
interface Setting {
  readonly cluster?: SimCluster;
  readonly record?: RolloutRecord | null;
  readonly others?: readonly WatchedRollout[];
  readonly drive?: (request: DriveRequest) => ReturnType<RolloutObjectPorts['drive']>;
  readonly report?: RolloutObjectPorts['report'];
  readonly taken?: string;
  readonly gone?: boolean;
}

/** Turns of one object, whose status stays, over a simulated cluster with a record in memory. */
export class RolloutWorld {
  readonly cluster: SimCluster;
  readonly findings: RolloutFinding[] = [];
  readonly counted: string[] = [];
  readonly requests: DriveRequest[] = [];
  readonly stop = new AbortController();
  readonly #setting: Setting;
  object: WatchedRollout;
  record: RolloutRecord | null;
  #taken: string | null;

  constructor(object: WatchedRollout, setting: Setting = {}) {
    this.object = object;
    this.#setting = setting;
    this.cluster = setting.cluster ?? simClusterOf(['a', 'b', 'c']);
    this.record = setting.record ?? null;
    this.#taken = setting.taken ?? null;
  }

  get status(): RolloutStatus | undefined {
    return this.object.status;
  }

  get taken(): string | null {
    return this.#taken;
  }

  turn() {
    const { others = [], gone = false, report } = this.#setting;
    return reconcileRollout(this.object, {
      objects: () => [this.object, ...others],
      read: () => Promise.resolve(gone ? null : this.object),
      documents: () => Promise.resolve(DOCUMENTS),
      variables: {},
      metrics: false,
      load: () => Promise.resolve({ record: this.record, lease: null }),
      drive: (request) => {
        this.requests.push(request);
        return (this.#setting.drive ?? ((one) => this.#drive(one)))(request);
      },
      report: report ?? ((_object, finding) => Promise.resolve(this.#tell(finding))),
      count: (_key, { phase }) => this.counted.push(phase),
      seat: {
        taken: () => this.#taken,
        take: (key) => {
          this.#taken = key;
          return this.stop.signal;
        },
        leave: () => (this.#taken = null),
      },
      now: () => this.cluster.now,
      log: { debug: ignore, info: ignore, warn: ignore, error: ignore, with: never },
    });
  }

  #tell(finding: RolloutFinding): RolloutStatus {
    this.findings.push(finding);
    const { generation } = this.object.metadata;
    const previous = this.object.status ?? null;
    const status = rolloutStatus(finding, { previous, generation, now: this.cluster.now });
    this.object = { ...this.object, status };
    return status;
  }

  /** The driver of the command line, over the simulated cluster. */
  #drive({ spec, supersede, versions, signal, told }: DriveRequest) {
    const { cluster } = this;
    const answer = { ok: true, changes: [], warnings: [], diagnostics: [], log: '' };
    return driveRollout(
      spec,
      {
        store: {
          load: () => Promise.resolve({ record: this.record, lease: null }),
          peek: () => Promise.resolve({ record: this.record, lease: null }),
          save: ({ record }) => {
            this.record = record ?? this.record;
            return Promise.resolve();
          },
        },
        engine: {
          preview: () => Promise.resolve(answer),
          up: ({ refresh }) => {
            if (this.record !== null) cluster.apply(positionOf(this.record), refresh);
            return Promise.resolve(answer);
          },
        },
        observe: (record) => Promise.resolve(cluster.observe(record)),
        act: (action) => {
          cluster.act(action);
          return Promise.resolve();
        },
        preflight: () => Promise.resolve(),
        versions,
        notify: async (decision, observation) => {
          await told({ decision, observation });
          return decision.record;
        },
        now: () => cluster.now,
        sleep: (ms) => {
          cluster.run(Math.max(100, ms));
          return Promise.resolve();
        },
        checkpoint: () => {
          if (signal.aborted) throw new RolloutError('error', 'stopped', []);
        },
        report: { decision: ignore, action: ignore, preview: ignore, note: ignore },
      },
      supersede,
    );
  }
}

function ignore(): void {
  // Nobody listens.
}

function never(): never {
  throw new Error('no turn makes a log of its own');
}
