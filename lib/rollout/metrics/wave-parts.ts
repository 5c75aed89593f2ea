import type { FrozenWave } from '../record';
import type { Share } from '../verdict';
import type { CountOf } from './control-group';
import type { Counted } from './count-requests';
import type { Part } from './share-gate';
import type { ViewQuery } from './view-query';
import type { WaveTraffic } from './wave-traffic';

/** One side's way to count a share of a namespace's requests. */
export interface NamespaceView {
  readonly count: CountOf;
  readonly query: ViewQuery;
}

/** The same of a gateway's. */
export interface GatewayView {
  readonly count: (counted: Counted, namespace: string, workload: string) => Share;
  readonly query: ViewQuery;
}

/** The shares of each member of a wave, now and before; each way of counting is a view of its own, since they overlap. */
export function partsOf(
  wave: FrozenWave,
  { now, before }: WaveTraffic,
  ofNamespace: readonly NamespaceView[],
  ofGateway?: GatewayView,
): Part[] {
  if (wave.kind === 'namespace') {
    return wave.namespaces.flatMap(({ name }) =>
      ofNamespace.map(({ count, query }, view) => ({
        view,
        query,
        namespace: name,
        workload: '',
        subject: `Namespace ${name}`,
        now: count(now, name),
        before: count(before, name),
      })),
    );
  }
  if (ofGateway === undefined) return [];
  const { count, query } = ofGateway;
  return wave.gateways.map(({ namespace, name }) => ({
    view: 0,
    query,
    namespace,
    workload: name,
    subject: `Deployment ${namespace}/${name}`,
    now: count(now, namespace, name),
    before: count(before, namespace, name),
  }));
}
