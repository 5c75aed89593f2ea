import { object, text, type Schema } from './crd-schema';

/** A kind of ours: its names, and what its objects say. */
export interface CustomKind {
  readonly resource: {
    readonly group: string;
    readonly version: string;
    readonly plural: string;
    readonly kind: string;
  };
  readonly shortNames: readonly string[];
  readonly description: string;
  readonly spec: Schema;
  readonly status: Schema;
  /** What `kubectl get` prints. */
  readonly columns: readonly Schema[];
}

/** The CustomResourceDefinition of a namespaced kind with one version and a status that is written apart. */
export function customResourceDefinition(kind: CustomKind) {
  const { resource, shortNames, description, spec, status, columns } = kind;
  const schema = object(
    description,
    { apiVersion: text('Version of this kind.'), kind: text('Name of this kind.'), spec, status },
    [],
  );
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${resource.plural}.${resource.group}` },
    spec: {
      group: resource.group,
      names: {
        kind: resource.kind,
        listKind: `${resource.kind}List`,
        plural: resource.plural,
        singular: resource.kind.toLowerCase(),
        shortNames,
      },
      scope: 'Namespaced',
      versions: [
        {
          name: resource.version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns,
          schema: { openAPIV3Schema: schema },
        },
      ],
    },
  } as const;
}
