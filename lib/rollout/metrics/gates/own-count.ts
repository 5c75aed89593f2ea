import type { Gate } from '../../gates/gate';
import type { RolloutRecord } from '../../record';
import type { CountSpec } from '../metrics-spec';
import { shareGate } from '../share-gate';
import type { ShareRule } from '../share-rule';
import { open, type TrafficReader } from '../traffic-reader';
import { viewOf } from '../view';
import { partsOf } from '../wave-parts';

/** Half of what is allowed more than before is no change that is worth a way back. */
const TOLERANCE = 0.5;

/** A share of the team's own counters: judged like the success rate, and Error where one of its numbers could not be read. */
export function ownCountGate(record: RolloutRecord, count: CountSpec, reader: TrafficReader): Gate {
  const rule = ownCountRule(count);
  const judge = shareGate(record, rule, reader);
  return (wave, observation, revision) => {
    const { metrics } = observation;
    const snapshots = metrics?.known === true ? metrics.value.snapshots : [];
    const reason = snapshots
      .map(({ unread }) => unread[count.name])
      .find((one) => one !== undefined);
    return reason === undefined
      ? judge(wave, observation, revision)
      : open(rule.gate, 'Error', 'unknown', reason);
  };
}

/** What a count of the team's own is held to. */
export function ownCountRule({ name, bad, total, maxShare }: CountSpec): ShareRule {
  const view = viewOf(
    () => `${bad}\n${total}`,
    ({ own }) =>
      own
        .filter((one) => one.name === name)
        .map((one) => ({ member: one.namespace, pod: one.pod, bad: one.bad, all: one.all })),
  );
  return {
    gate: `count-${name}`,
    what: `of ${name} were bad`,
    parts: (wave, traffic) => partsOf(wave, traffic, [view]),
    allowed: () => maxShare,
    tolerance: TOLERANCE * maxShare,
    control: view,
  };
}
