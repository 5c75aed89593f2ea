import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import type { Fault } from '../../../lab/agent/faults';
import { isReady, readinessPatch, restartsOf } from '../../../lab/agent/pod-readiness';
import { becomesReady } from '../../../lab/agent/readiness';

const waiting = { ready: false, configured: true, revision: '1-31', namespace: 'payments' };
const everywhere: Fault = { type: 'never-ready', revision: '1-31', since: 0 };
const payments: Fault = { ...everywhere, namespace: 'payments' };

describe('whether an injected pod becomes ready', () => {
  it('waits for the first configuration', () => {
    expect(becomesReady({ ...waiting, configured: false }, [])).toBe(false);
    expect(becomesReady(waiting, [])).toBe(true);
  });

  it('is held back by a fault of its revision, everywhere or in its namespace', () => {
    expect(becomesReady(waiting, [everywhere])).toBe(false);
    expect(becomesReady(waiting, [payments])).toBe(false);
  });

  it('does not care about faults of other revisions and namespaces', () => {
    expect(becomesReady({ ...waiting, revision: '1-30' }, [everywhere])).toBe(true);
    expect(becomesReady({ ...waiting, namespace: 'orders' }, [payments])).toBe(true);
  });

  it('never makes ready what is not configured or is ready already, whatever the faults', () => {
    const names = fc.constantFrom('1-30', '1-31');
    const fault = fc.record({
      type: fc.constant('never-ready' as const),
      revision: names,
      since: fc.constant(0),
    });
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        names,
        fc.array(fault),
        (ready, configured, revision, faults) => {
          const becomes = becomesReady({ ready, configured, revision, namespace: 'n' }, faults);
          const held = faults.some((one) => one.revision === revision);
          expect(becomes).toBe(!ready && configured && !held);
        },
      ),
    );
  });
});

const NOW = new Date('2026-01-02T03:04:05Z');
const BEFORE = new Date('2026-01-01T00:00:00Z');
const pod: V1Pod = {
  metadata: { name: 'p', namespace: 'n', uid: 'u-1' },
  spec: {
    containers: [{ name: 'app' }],
    initContainers: [
      { name: 'istio-init', image: 'i' },
      { name: 'istio-proxy', image: 'p', restartPolicy: 'Always' },
    ],
  },
  status: {
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: BEFORE },
      { type: 'ContainersReady', status: 'False', lastTransitionTime: BEFORE },
      { type: 'Ready', status: 'False', lastTransitionTime: BEFORE },
    ],
    containerStatuses: [{ name: 'app', image: 'a', imageID: '', ready: false, restartCount: 2 }],
  },
};

describe('the status of a pod whose containers are ready', () => {
  const patch = readinessPatch(pod, { ready: true }, NOW) as V1Pod;

  it('turns its two conditions, and no other', () => {
    expect(patch.status?.conditions).toEqual([
      { type: 'PodScheduled', status: 'True', lastTransitionTime: BEFORE },
      { type: 'ContainersReady', status: 'True', lastTransitionTime: NOW },
      { type: 'Ready', status: 'True', lastTransitionTime: NOW },
    ]);
    expect(isReady(pod)).toBe(false);
    expect(isReady(patch)).toBe(true);
  });

  it('keeps the time of conditions that do not change', () => {
    const same = readinessPatch(pod, { ready: false }, NOW) as V1Pod;
    expect(same.status?.conditions).toEqual(pod.status?.conditions);
  });

  it('says that native sidecars run and the other init containers have ended', () => {
    expect(patch.status?.initContainerStatuses).toMatchObject([
      { name: 'istio-init', ready: true, state: { terminated: { exitCode: 0 } } },
      { name: 'istio-proxy', ready: true, started: true, state: { running: {} } },
    ]);
  });

  it('is meant for this very pod, not for a later one of the same name', () => {
    expect(patch.metadata).toEqual({ uid: 'u-1' });
  });

  it('counts restarts as told, and keeps the count otherwise', () => {
    expect(restartsOf(patch)).toBe(2);
    expect(restartsOf(readinessPatch(pod, { ready: true, restarts: 3 }, NOW) as V1Pod)).toBe(3);
    expect(restartsOf({})).toBe(0);
  });
});
