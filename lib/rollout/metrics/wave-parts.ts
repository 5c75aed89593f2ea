import type { FrozenWave } from '../record';
import type { CountOf } from './control-group';
import type { Counted } from './count-requests';
import type { Share } from './judge-share';
import type { Part } from './share-gate';
import type { WaveTraffic } from './wave-traffic';

type OfGateway = (counted: Counted, namespace: string, workload: string) => Share;

/** The shares of each member of a wave, now and before; each way of counting is a view of its own, since they overlap. */
export function partsOf(
  wave: FrozenWave,
  { now, before }: WaveTraffic,
  ofNamespace: readonly CountOf[],
  ofGateway?: OfGateway,
): Part[] {
  if (wave.kind === 'namespace') {
    return wave.namespaces.flatMap(({ name }) =>
      ofNamespace.map((count, view) => ({
        view,
        namespace: name,
        subject: `Namespace ${name}`,
        now: count(now, name),
        before: count(before, name),
      })),
    );
  }
  if (ofGateway === undefined) return [];
  return wave.gateways.map(({ namespace, name }) => ({
    view: 0,
    namespace,
    subject: `Deployment ${namespace}/${name}`,
    now: ofGateway(now, namespace, name),
    before: ofGateway(before, namespace, name),
  }));
}
