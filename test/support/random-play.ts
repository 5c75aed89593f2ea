import { admitCommand } from '../../lib/rollout/commands/admit-command';
import type { CommandType } from '../../lib/rollout/commands/command';
import { unknown } from '../../lib/rollout/fact';
import { watchHistory } from '../../lib/rollout/history-rules';
import { violationsOf } from '../../lib/rollout/invariants';
import type { Observation } from '../../lib/rollout/observation';
import type { RolloutRecord } from '../../lib/rollout/record';
import type { RolloutSpec } from '../../lib/rollout/rollout-spec';
import { namespaceOf } from '../../lib/simulate/namespace-of';
import { Refused } from '../../lib/simulate/refused';
import type { SimCluster } from '../../lib/simulate/sim-cluster';
import { newDriver, type SimDriver } from '../../lib/simulate/sim-driver';
import type { SimWrite } from '../../lib/simulate/sim-write';
import { stepDriver } from '../../lib/simulate/step-driver';
import { untruthsOf } from '../../lib/simulate/truths';
import { FROM, TO } from './rollout-builders';
import { isByPeople, type SimCommand, type Timed } from './random-commands';
import { Killed, send, type WriteFault } from './sim-play';

/** How a rollout with commands ended. */
export interface RandomPlayed {
  readonly outcome: string;
  readonly message: string;
  readonly steps: number;
  readonly broken: readonly string[];
  readonly record: RolloutRecord | null;
}

const LOOK_MS = 100;

/** Less than what counts as time in which nobody looked, in milliseconds. */
const CATCH_UP_MS = 25_000;
const MOST_STEPS = 6000;
const RESUMES = 6;

/** A driver that stops so is started again by people. */
const STOPS = ['blocked', 'refused', 'waiting'];

/** A cluster that things happen to, and the processes that drive its rollout. */
class Stage {
  readonly #cluster: SimCluster;
  readonly #spec: RolloutSpec;
  readonly #names: readonly string[];
  readonly #broken = new Set<string>();
  readonly #history = watchHistory();
  readonly #looks: Observation[] = [];
  readonly #late: SimWrite[] = [];
  #active: { command: SimCommand; until: number }[] = [];
  readonly #due: Timed[] = [];
  #nextAt = 0;
  #rival: SimDriver | null = null;
  #strike: WriteFault | null = null;
  #skewMs = 0;
  #step = 0;

  constructor(cluster: SimCluster, spec: RolloutSpec) {
    this.#cluster = cluster;
    this.#spec = spec;
    this.#names = cluster.namespaces.map(({ name }) => name);
  }

  run(commands: readonly Timed[]): RandomPlayed {
    this.#due.push(...commands);
    this.#nextAt = commands[0]?.after ?? 0;
    const isOurs = !isByPeople(commands);
    let [driver, resumes] = [this.#driver(), 0];
    for (; this.#step < MOST_STEPS; this.#step += 1) {
      driver = this.#happen(driver);
      if (driver.end !== null) {
        const isOver = !STOPS.includes(driver.end.outcome);
        if (isOver || (resumes >= RESUMES && !this.#isDisturbed())) break;
        if (!this.#isDisturbed()) resumes += 1;
        driver = this.#driver();
      }
      driver = this.#advance(driver);
      if (this.#rival !== null) this.#rival = this.#advance(this.#rival);
      if (isOurs) for (const wrong of untruthsOf(this.#cluster.state)) this.#broken.add(wrong);
    }
    return {
      outcome: driver.end?.outcome ?? 'not ended',
      message: driver.end?.message ?? '',
      steps: this.#step,
      broken: [...this.#broken],
      record: this.#cluster.state.store.record,
    };
  }

  /** What is due happens, and what has lasted long enough ends; gives who drives after it. */
  #happen(before: SimDriver): SimDriver {
    let driver = before;
    for (let one = this.#due[0]; one !== undefined && this.#step >= this.#nextAt;) {
      this.#due.shift();
      if (one.do === 'kill' || one.do === 'other spec') driver = this.#restart(one.do);
      if (one.do === 'rival') this.#rival = this.#driver();
      this.#begin(one);
      one = this.#due[0];
      this.#nextAt = this.#step + (one?.after ?? 0);
    }
    this.#expire();
    if (!this.#isActive('rival')) this.#rival = null;
    if (!this.#isDisturbed() && this.#isPaused()) this.#say('resume');
    return driver;
  }

  #isDisturbed(): boolean {
    return this.#due.length > 0 || this.#active.length > 0;
  }

  #driver(): SimDriver {
    this.#cluster.run(1000);
    return newDriver('driver', this.#now());
  }

  /** Somebody edits the source in the middle of it, is refused, and puts it back. */
  #restart(why: 'kill' | 'other spec'): SimDriver {
    const driver = this.#driver();
    if (why === 'kill') return driver;
    const spec = { ...this.#spec, waves: [...this.#spec.waves].reverse() };
    this.#advance(driver, spec);
    return this.#driver();
  }

  #now(): number {
    return this.#cluster.now + this.#skewMs;
  }

  #advance(driver: SimDriver, spec = this.#spec): SimDriver {
    if (driver.end !== null) return driver;
    const cluster = this.#cluster;
    if (driver.tasks.length === 0 && driver.held !== null)
      cluster.run(Math.min(60_000, Math.max(this.#pauseMs(), driver.wakeAt - this.#now())));
    if (cluster.state.store.record?.phase === 'removing') cluster.moveTag('default', TO);
    try {
      const { driver: after, decision } = stepDriver(driver, {
        cluster,
        spec,
        now: this.#now(),
        observe: (record) => this.#observe(record),
        write: (write) => {
          this.#write(write);
        },
      });
      if (decision !== null) {
        for (const wrong of violationsOf(decision)) this.#broken.add(wrong);
        const { before, now, decision: made } = decision;
        // Two drivers have two histories.
        const watched = this.#rival === null ? this.#history({ before, now, decision: made }) : [];
        for (const wrong of watched) this.#broken.add(wrong);
      }
      return after;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      return this.#driver();
    }
  }

  /** While a clock that was set back catches up looks show nothing new: fewer of them are played. */
  #pauseMs(): number {
    const since = this.#cluster.state.store.record?.since ?? 0;
    return since > this.#now() ? CATCH_UP_MS : LOOK_MS;
  }

  /** As the driver's own clock says: what it compares times with. */
  #observe(record: RolloutRecord | null): Observation {
    const fresh = { ...this.#cluster.observe(record), at: this.#now() };
    this.#looks.push(fresh);
    let seen: Observation = fresh;
    for (const { command } of this.#active) {
      if (command.do === 'hide')
        seen = { ...seen, [command.kind]: unknown('503: try again', seen.at) };
      if (command.do !== 'stale') continue;
      const old = this.#looks.at(-1 - command.looks) ?? this.#looks[0] ?? fresh;
      seen = { ...seen, [command.kind]: old[command.kind] };
    }
    return seen;
  }

  #write(write: SimWrite): void {
    const forbidden = this.#active.some(
      ({ command }) => command.do === 'forbid' && command.type === write.type,
    );
    if (forbidden) throw new Refused('403: forbidden');
    const fault = this.#strike;
    this.#strike = null;
    send(write, fault, this.#cluster, (late) => this.#late.push(late));
  }

  #begin(one: Timed): void {
    const { state, conditions } = this.#cluster;
    const name = 'place' in one ? this.#names[one.place % this.#names.length]! : '';
    if ('steps' in one) this.#active.push({ command: one, until: this.#step + one.steps });
    if (one.do === 'strike') this.#strike = one.fault;
    if (one.do === 'label') this.#cluster.labelByHand(name, one.revision);
    if (one.do === 'delete' && name !== 'ingress') this.#cluster.deleteNamespace(name);
    if (one.do === 'create' && namespaceOf(state, name) === undefined)
      this.#cluster.createNamespace({ name, labels: {}, workloads: [] });
    if (one.do === 'unready') this.#cluster.unreadyPods(name);
    if (one.do === 'clock') this.#skewMs += one.hours * 3_600_000;
    if (one.do === 'tell') this.#say(one.type);
    if (one.do === 'istiod') conditions.istiodDown = [one.revision];
    if (one.do === 'engine') conditions.engineFails = true;
    if (one.do === 'quota') conditions.quotaFull = [name];
    if (one.do === 'api') conditions.apiDown = true;
  }

  #expire(): void {
    const { conditions } = this.#cluster;
    for (const { command } of this.#active)
      if (command.do === 'gitops')
        this.#cluster.labelByHand(this.#names[command.place % this.#names.length]!, FROM);
    this.#active = this.#active.filter(({ until }) => until > this.#step);
    if (!this.#isActive('istiod')) conditions.istiodDown = [];
    if (!this.#isActive('engine')) conditions.engineFails = false;
    if (!this.#isActive('quota')) conditions.quotaFull = [];
    if (!this.#isActive('api')) conditions.apiDown = false;
    for (const write of this.#step % 5 === 0 ? this.#late.splice(0) : []) {
      try {
        send(write, null, this.#cluster, () => undefined);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  }

  #isActive(what: SimCommand['do']): boolean {
    return this.#active.some(({ command }) => command.do === what);
  }

  #isPaused(): boolean {
    const { record } = this.#cluster.state.store;
    // Said one time it is heard at the next look.
    const isHeard = record?.heeded === (record?.commands.at(-1)?.id ?? record?.heeded);
    return isHeard && record !== null && record.paused !== null;
  }

  #say(type: CommandType): void {
    const { store } = this.#cluster.state;
    if (store.record === null) return;
    const request = { type, token: null, by: 'somebody', at: this.#now(), reason: '' };
    const admitted = admitCommand(store.record, request);
    if (!admitted.ok) return;
    store.record = admitted.record;
    store.version += 1;
  }
}

/** Plays a rollout to which commands happen; then nothing does any more, and it has to come to an end. */
export function playRandom(
  cluster: SimCluster,
  spec: RolloutSpec,
  commands: readonly Timed[],
): RandomPlayed {
  return new Stage(cluster, spec).run(commands);
}
