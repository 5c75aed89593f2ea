import type { FrozenWave } from '../record';
import type { View } from './view';
import type { Part } from './wave-parts';
import type { WaveTraffic } from './wave-traffic';

/** What one gate counts, and what it allows. */
export interface ShareRule {
  readonly gate: string;
  /** What is counted, such as `requests failed`. */
  readonly what: string;
  readonly parts: (wave: FrozenWave, traffic: WaveTraffic) => readonly Part[];
  /** From 0 to 1. */
  readonly allowed: (traffic: Pick<WaveTraffic, 'limits'>) => number;
  /** How much above the share of before is still no change. */
  readonly tolerance: number;
  /** The same share of any namespace, where the rest of the mesh can suffer of it without the wave being the cause. */
  readonly control: View | null;
}
