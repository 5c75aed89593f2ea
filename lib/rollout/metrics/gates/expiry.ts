import { pass, type Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import { scopeOf } from '../../wave-scope';
import { onTraffic, open, trafficReader } from '../traffic-reader';

const GATE = 'expiry';

/** A proxy renews its certificate halfway through its life: with less than this left it has failed to, again and again. */
export const LEFT_MS = 5 * 60_000;

/** Fails when a proxy of the wave holds a certificate that has expired or is about to: it could not get a new one. */
export function expiryGate(record: RolloutRecord, reader = trafficReader(record)): Gate {
  return onTraffic(GATE, reader, (wave, observation, traffic) => {
    const scope = scopeOf(wave, observation);
    if (!scope.known) return open(GATE, 'Error', 'unknown', scope.reason);
    const { at, certificates } = traffic.ends[1];
    for (const { namespace, name, terminating } of scope.scope.pods) {
      const expiresAt = certificates[`${namespace}/${name}`];
      if (terminating || expiresAt === undefined || expiresAt - at > LEFT_MS) continue;
      const value = new Date(expiresAt).toISOString();
      const subject = `Pod ${namespace}/${name}`;
      const message = `the certificate of pod ${namespace}/${name} expires at ${value}`;
      return { gate: GATE, verdict: 'Fail', namespace, subject, value, message };
    }
    return pass(GATE, 'valid', `no certificate of wave ${wave.name} is about to expire`);
  });
}
