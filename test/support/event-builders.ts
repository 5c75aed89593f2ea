import type { ClusterEvent, EventSubject } from '../../lib/rollout/events/cluster-event';

/** An object that Events are about. */
export const subject: EventSubject = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  namespace: 'mesh',
  name: 'istiod-1-31',
  uid: 'u1',
};

export const event: ClusterEvent = {
  type: 'Warning',
  reason: 'Forbidden',
  action: 'Reconcile',
  note: 'a right is missing',
};
