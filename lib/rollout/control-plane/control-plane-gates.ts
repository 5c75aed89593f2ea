import type { Gate } from '../gates/gate';
import type { RolloutRecord } from '../record';
import { certificatesGate } from './certificates';
import { configurationGate } from './configuration';
import { mutualTlsGate } from './mutual-tls';

/** The gates that judge what the new control plane does for the proxies of a wave. */
export function controlPlaneGates(record: RolloutRecord): readonly Gate[] {
  return [certificatesGate(record), configurationGate(record), mutualTlsGate(record)];
}
