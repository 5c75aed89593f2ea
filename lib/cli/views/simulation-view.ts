import type { RolloutSpec } from '../../rollout/rollout-spec';
import type { SimulatedRollout } from '../../simulate/run-simulation';
import type { TimelineEntry } from '../../simulate/timeline';
import { writesOf } from '../../simulate/writes-of';

/** A simulated rollout with what it was played on. */
export interface ToldSimulation {
  readonly environment: string;
  readonly seed: number;
  /** What was made up. */
  readonly assumptions: readonly string[];
  readonly spec: RolloutSpec;
  readonly result: SimulatedRollout;
}

/** A simulated rollout for people: what was assumed, what happens when, how much is at risk, and how it ends. */
export function simulationView(told: ToldSimulation): string {
  const { environment, seed, assumptions, spec, result } = told;
  const { startedAt } = result;
  const lines = [
    `${environment}: ${spec.from} → ${spec.to}, simulated (seed ${seed})`,
    ...assumptions.map((assumption) => `  assumed: ${assumption}`),
    '',
    ...result.timeline.map((entry) => `  ${clock(entry.at - startedAt)}  ${entryText(entry)}`),
    '',
    `ends        ${result.end.outcome}: ${result.end.message}`,
    `takes       ${duration(result.endedAt - startedAt)}${movedText(result)}`,
    `at risk     ${blastText(result)}`,
    ...faultLines(result),
    `costs       ${writesOf(result)} writes, ${result.looks} looks`,
    ...result.violations.map((violation) => `broken rule ${violation}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs; times in seconds from the beginning. */
export function simulationJson({ environment, seed, assumptions, spec, result }: ToldSimulation) {
  const since = (at: number | null) => (at === null ? null : (at - result.startedAt) / 1000);
  return {
    environment,
    from: spec.from,
    to: spec.to,
    seed,
    assumptions,
    outcome: result.end.outcome,
    message: result.end.message,
    seconds: since(result.endedAt),
    movedAfterSeconds: since(result.movedAt),
    struckAtSeconds: since(result.struckAt),
    turnedBackAtSeconds: since(result.turnedAt),
    backAtSeconds: since(result.backAt),
    atRisk: {
      namespaces: result.blast.namespaces,
      pods: result.blast.pods,
      wave: result.blast.wave,
      atSeconds: since(result.blast.at),
    },
    timeline: result.timeline.map(({ at, what, text }) => ({ atSeconds: since(at), what, text })),
    writes: writesOf(result),
    looks: result.looks,
    brokenRules: result.violations,
  };
}

function entryText({ what, text }: TimelineEntry): string {
  return what === 'held' ? `held: ${text}` : text;
}

function movedText({ movedAt, startedAt }: SimulatedRollout): string {
  return movedAt === null
    ? ''
    : `, of which ${duration(movedAt - startedAt)} until the last wave is proved`;
}

function blastText({ blast, startedAt }: SimulatedRollout): string {
  if (blast.pods === 0) return 'nothing was moved';
  const names = blast.namespaces.join(', ');
  return `at most ${blast.pods} pods of ${blast.namespaces.length} namespaces at once, unproved: ${names} (wave ${blast.wave}, ${clock(blast.at - startedAt)})`;
}

/** What a fault led to: when it was noticed, and how long the way back took. */
function faultLines({ struckAt, turnedAt, backAt, startedAt }: SimulatedRollout): string[] {
  if (struckAt === null) return [];
  const struck = `struck      ${clock(struckAt - startedAt)}`;
  if (turnedAt === null) return [`${struck}; it did not turn the rollout back`];
  const back = backAt === null ? 'not back' : `back ${duration(backAt - turnedAt)} later`;
  return [`${struck}; turned back ${duration(turnedAt - struckAt)} later; ${back}`];
}

/** `1:02:03` of milliseconds. */
function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts
    .map((part, index) => (index === 0 ? `${part}` : `${part}`.padStart(2, '0')))
    .join(':')
    .padStart(9);
}

/** `2 h 5 min` of milliseconds. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
