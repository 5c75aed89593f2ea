import type { FrozenWave } from '../record';
import { deploymentsOf, judgedDeployments } from '../gateway-generation';
import { evidenceOf, type Evidence } from './evidence';
import type { Counted } from './count-requests';
import { memberKey, type View } from './view';
import type { Member, ViewQuery } from './view-query';
import { evidenceTimes, type WaveTraffic } from './wave-traffic';
import { minuteMs } from './wave-windows';

/** What one view counted of a member of a wave: a namespace, or a gateway. */
export interface Part extends Member {
  /** From which side it was counted, from 0: the same request is seen from several. */
  readonly view: number;
  /** From which counters it comes. */
  readonly query: ViewQuery;
  /** Such as `Namespace shop` or `Deployment edge/ingress`. */
  readonly subject: string;
  /** What was counted of it in some minutes. */
  readonly within: (times: readonly Counted[]) => Evidence;
  /** The same of what was there before the wave: of a gateway its old generation. */
  readonly usual: (times: readonly Counted[]) => Evidence;
  /** All of its evidence. */
  readonly now: Evidence;
  readonly before: Evidence;
}

/** The shares of each member of a wave, now and before; each way of counting is a view of its own, since they overlap. */
export function partsOf(
  wave: FrozenWave,
  traffic: WaveTraffic,
  ofNamespace: readonly View[],
  ofGateway?: View,
): Part[] {
  const members =
    wave.kind === 'namespace'
      ? wave.namespaces.map(({ name }) => ({ namespace: name, workload: '', before: '' }))
      : judgedDeployments(wave).map(({ namespace, name }, index) => ({
          namespace,
          workload: name,
          before: deploymentsOf(wave, traffic.leaving)[index]?.name ?? name,
        }));
  const gateway = ofGateway === undefined ? [] : [ofGateway];
  const views = wave.kind === 'namespace' ? ofNamespace : gateway;
  return members.flatMap((member) =>
    views.map((view, index) => partOf(member, traffic, view, index)),
  );
}

/** The parts as each side saw them. */
export function viewsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  return [...new Set(parts.map(({ view }) => view))].map((view) =>
    parts.filter((one) => one.view === view),
  );
}

/** A member by what was there before the wave. */
interface Moved extends Member {
  readonly before: string;
}

function partOf(member: Moved, traffic: WaveTraffic, view: View, index: number): Part {
  const { namespace, workload } = member;
  const evidenceIn = (key: string) => {
    const sharesIn = (times: readonly Counted[]) =>
      times.map((counted) => [...(view.shares(counted).get(key)?.values() ?? [])]);
    return (times: readonly Counted[]): Evidence =>
      evidenceOf(
        sharesIn(times.filter(({ from, to }) => to - from <= minute)),
        sharesIn(times.filter(({ from, to }) => to - from > minute)),
      );
  };
  const minute = minuteMs(traffic.limits);
  const within = evidenceIn(memberKey(namespace, workload));
  const usual = evidenceIn(memberKey(namespace, member.before));
  return {
    view: index,
    query: view.query,
    namespace,
    workload,
    subject: workload === '' ? `Namespace ${namespace}` : `Deployment ${namespace}/${workload}`,
    within,
    usual,
    now: within(evidenceTimes(traffic)),
    before: usual(traffic.before),
  };
}
