import type { Gate } from '../gates/gate';
import type { Observation } from '../observation';
import type { FrozenWave, RolloutRecord } from '../record';
import type { GateResult } from '../verdict';
import { waveTraffic, type TrafficResult, type WaveTraffic } from './wave-traffic';

/** Reads the traffic of a wave out of an observation. */
export type TrafficReader = (wave: FrozenWave, observation: Observation) => TrafficResult;

/** A reader that counts once for all gates of a look: to count a large mesh takes longer than to judge it. */
export function trafficReader(record: RolloutRecord): TrafficReader {
  const last = new Map<FrozenWave, { observation: Observation; result: TrafficResult }>();
  return (wave, observation) => {
    const before = last.get(wave);
    if (before?.observation === observation) return before.result;
    const result = waveTraffic(record, wave, observation);
    last.set(wave, { observation, result });
    return result;
  };
}

/** A gate on the traffic of a wave: Error where it cannot be read, and undecided while there is none to judge. */
export function onTraffic(
  gate: string,
  reader: TrafficReader,
  judge: (wave: FrozenWave, observation: Observation, traffic: WaveTraffic) => GateResult,
): Gate {
  return (wave, observation) => {
    const read = reader(wave, observation);
    if (read.kind === 'unreadable') return open(gate, 'Error', 'unknown', read.reason);
    if (read.kind === 'early') return open(gate, 'Inconclusive', 'warming up', read.message);
    return judge(wave, observation, read.traffic);
  };
}

/** Nothing is decided: waited for with patience, since what cannot be measured is no failure. */
export function open(
  gate: string,
  verdict: 'Inconclusive' | 'NoData' | 'Error',
  value: string,
  message: string,
): GateResult {
  return { gate, verdict, namespace: '', subject: '', value, message, patient: true };
}
