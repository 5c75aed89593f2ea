import { join } from 'node:path';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { awaitThat } from './await-that';
import { cliExpecting } from './cli';
import { startOperatorRig, type OperatorRig } from './operator-rig';
import { storyAt, type OperatorStory } from './operator-story';
import type { LogLine, RunningOperator } from './running-operator';
import { watchForLies, type Witness } from './watch-for-lies';

const HUB = 'registry.istio.io/release';

/** The object on which everything is tried. */
const NAME = 'rev-1-30';
const OBJECT = `istio-system/${NAME}`;

/** A lab on which one operator holds one revision, and somebody who watches what it claims. */
export interface LoopStage {
  readonly rig: OperatorRig;
  readonly operator: RunningOperator;
  readonly witness: Witness;
  /** Lets the API server fail in this way from now on; `null` ends it. */
  readonly fault: (mode: string | null) => Promise<void>;
  /** Changes the spec, so that the mesh configuration holds this word. */
  readonly edit: (marker: string) => Promise<void>;
  readonly story: (phase: Parameters<typeof storyAt>[2]) => Promise<OperatorStory>;
  /** Waits for as many whole turns of the object, one after the other and each begun from now on. */
  readonly turns: (count: number) => Promise<WholeTurns>;
  /** What the operator has said since something was asked for that did so. */
  readonly said: (since: number, pattern: RegExp) => Promise<LogLine>;
  /** Applies a part of an object server-side, as another controller would, and takes what it names by force. */
  readonly applyAs: (manager: string, part: object) => Promise<void>;
  /** The file in which the engine keeps what it knows of the revision. */
  readonly stateFile: string;
  readonly down: () => Promise<void>;
}

/** Turns that somebody waited for. */
export interface WholeTurns {
  /** How each of them ended, in the words of the log. */
  readonly results: readonly unknown[];
  /** What was applied for the object since the first of them was asked for. */
  readonly applied: readonly LogLine[];
}

/** Starts it; the revision is ready then. */
export async function startLoopStage(): Promise<LoopStage> {
  const rig = await startOperatorRig();
  const operator = await rig.start();
  const story: LoopStage['story'] = (phase) => storyAt(rig.kubectl, NAME, phase);
  const spec = {
    tag: '1.30.3',
    revision: '1-30',
    hub: HUB,
    components: { base: { enabled: false } },
  };
  await rig.create('base', { tag: '1.31.0', components: { pilot: { enabled: false } } });
  await storyAt(rig.kubectl, 'base', 'Ready');
  await rig.create(NAME, { ...spec, meshConfig: { accessLogFormat: 'first' } });
  await story('Ready');
  const witness = watchForLies(rig, NAME, 'istio-1-30');
  const state = join(rig.lab.state.dir, 'pulumi-state', '.pulumi', 'stacks');
  return {
    rig,
    operator,
    witness,
    story,
    fault: async (mode) => {
      const how = mode === null ? ['clear'] : ['set', 'api-errors', '--mode', mode];
      await cliExpecting(0, ['lab', 'fault', ...how], rig.lab.env);
    },
    edit: (marker) => rig.change(NAME, { meshConfig: { accessLogFormat: marker } }),
    turns: (count) => wholeTurns(rig, operator, count),
    said: (since, pattern) =>
      awaitThat(`the operator says ${String(pattern)}`, () =>
        operator
          .lines()
          .slice(since)
          .find(({ msg }) => pattern.test(msg)),
      ),
    applyAs: async (manager, part) => {
      const file = join(mkdtempSync(join(tmpdir(), 'istio-revisions-part-')), 'part.json');
      writeFileSync(file, JSON.stringify(part));
      const how = `--server-side --force-conflicts --field-manager=${manager}`;
      await rig.kubectl.run(`apply ${how} -f ${file}`);
    },
    stateFile: join(state, 'istio-revisions-operator', `istio-system.${NAME}.json`),
    down: async () => {
      await witness.stop();
      await rig.down();
    },
  };
}

async function wholeTurns(
  { kubectl }: OperatorRig,
  operator: RunningOperator,
  count: number,
): Promise<WholeTurns> {
  const told = (from: number, what: string) =>
    operator
      .lines()
      .slice(from)
      .filter(({ msg, object }) => msg === what && object === OBJECT);
  const since = operator.lines().length;
  const results: unknown[] = [];
  for (let turn = 1; turn <= count; turn += 1) {
    // The turn begins before kubectl has ended, and the next one may be minutes away.
    const from = operator.lines().length;
    await kubectl.run(`annotate istiooperator ${NAME} --overwrite looked-at=${String(Date.now())}`);
    const { reconcileId } = await awaitThat('a turn', () => told(from, 'a turn begins')[0]);
    const { result } = await awaitThat('the end of that turn', () =>
      told(from, 'a turn ended').find((line) => line['reconcileId'] === reconcileId),
    );
    results.push(result);
  }
  return { results, applied: told(since, 'applied') };
}
