import type { IstioOperatorObject } from '../../lib/reconcile/operator/operator-documents';

/** What a test says of an object; the rest is as an API server gives it. */
export interface OperatorObjectChanges {
  readonly name?: string;
  readonly spec?: NonNullable<IstioOperatorObject['spec']>;
  readonly status?: unknown;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly createdAt?: string;
  readonly deleted?: boolean;
  readonly generation?: number;
}

/** An IstioOperator object in the cluster. */
export function anOperatorObject(changes: OperatorObjectChanges = {}): IstioOperatorObject {
  const { name = 'mesh', annotations, finalizers, deleted = false } = changes;
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: {
      namespace: 'istio-system',
      name,
      uid: `uid-of-${name}`,
      resourceVersion: '1',
      generation: changes.generation ?? 1,
      creationTimestamp: changes.createdAt ?? '2030-01-01T00:00:00Z',
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ...(deleted ? { deletionTimestamp: '2030-01-03T00:00:00Z' } : {}),
    },
    spec: changes.spec ?? { revision: '1-31', tag: '1.31.0' },
    ...(changes.status === undefined ? {} : { status: changes.status }),
  };
}
