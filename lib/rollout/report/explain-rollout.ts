import { successRule } from '../metrics/gates/success-rate';
import { controlGroup, untouched } from '../metrics/control-group';
import { evidenceTimes, waveTraffic } from '../metrics/wave-traffic';
import type { FrozenWave } from '../record';
import type { Share } from '../verdict';
import { namespaceNames } from '../wave-members';
import { blockersOf, type Blocker } from './blockers';
import { explainNamespace, type NamespaceExplanation } from './explain-namespace';
import { gateRows, type GateRow } from './gate-rows';
import { instant } from './instant';
import { judgedNow } from './judged-now';
import type { ReportInput } from './report-input';
import { waveRows, type WaveRow } from './wave-rows';

/** Namespaces of the plan that nobody touched and that have no traffic with the wave. */
export interface Control {
  readonly namespaces: readonly string[];
  /** Their requests that failed, now and before the wave. */
  readonly now: Share;
  readonly before: Share;
}

/** Why a wave, or a namespace, is where it is. Shares are from 0 to 1, times ISO 8601 in UTC. */
export interface RolloutExplanation {
  readonly schema: 1;
  readonly at: string;
  readonly environment: string;
  readonly subject: { readonly kind: 'wave' | 'namespace'; readonly name: string };
  /** `null` for a namespace that is in no wave. */
  readonly wave: WaveRow | null;
  /** `null` for a wave. */
  readonly namespace: NamespaceExplanation | null;
  /** What the gates of the wave say, with what they say it from; of a namespace those that name it or pass. */
  readonly gates: readonly GateRow[];
  /** What is compared with; `null` while nothing is counted. */
  readonly control: Control | null;
  readonly blockers: readonly Blocker[];
}

/** An explanation, or the names that there are. */
export type ExplainResult =
  | { readonly ok: true; readonly explanation: RolloutExplanation }
  | { readonly ok: false; readonly names: readonly string[] };

/**
 * Explains a wave, or a namespace or gateway, by its name; without one the wave that is judged now. A wave comes first where
 * both have the name.
 */
export function explainRollout(input: ReportInput, name: string | null): ExplainResult {
  const { record, environment, now } = input;
  const { waves } = record.plan;
  const current = waves[Math.max(1, Math.min(record.released, waves.length)) - 1];
  const asWave = name === null ? current : waves.find((wave) => wave.name === name);
  const wave = asWave ?? waves.findLast((one) => namespaceNames(one).includes(name ?? ''));
  const namespace = asWave === undefined && name !== null ? explainNamespace(input, name) : null;
  if (wave === undefined && namespace === null) return { ok: false, names: namesOf(waves) };
  const judged = judgedNow(input).filter((one) => one.wave === wave?.name || one.wave === '');
  const isAbout = (one: string) => namespace === null || one === '' || one === name;
  const own = judged.filter(({ result }) => isAbout(result.namespace));
  const row = waveRows(input, judged).find((one) => one.name === wave?.name);
  const explanation: RolloutExplanation = {
    schema: 1,
    at: instant(now),
    environment: environment.name,
    subject:
      namespace === null
        ? { kind: 'wave', name: wave?.name ?? '' }
        : { kind: 'namespace', name: name ?? '' },
    wave: row ?? null,
    namespace,
    gates: gateRows(own, record, input.observation),
    control: wave === undefined ? null : controlOf(input, wave),
    blockers: blockersOf(input, own).filter((one) => one.wave === '' || one.wave === wave?.name),
  };
  return { ok: true, explanation };
}

function controlOf({ record, observation }: ReportInput, wave: FrozenWave): Control | null {
  const read = waveTraffic(record, wave, observation);
  const { control: view } = successRule;
  if (read.kind !== 'counted' || view === null) return null;
  const { traffic } = read;
  const namespaces = untouched(record, wave, traffic);
  const { now, before } = controlGroup(namespaces, view, evidenceTimes(traffic), traffic.before);
  return { namespaces, now, before };
}

function namesOf(waves: readonly FrozenWave[]): readonly string[] {
  return [...new Set([...waves.map(({ name }) => name), ...waves.flatMap(namespaceNames)])];
}
