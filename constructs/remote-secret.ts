import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';
import {
  CLUSTER_ANNOTATION,
  clusterNameProblem,
  remoteSecretName,
  REMOTE_SECRET_LABELS,
} from '../lib/rollout/fleet/remote/names';

/** Where the External Secrets operator finds a kubeconfig. */
export interface ExternalKubeconfig {
  /** Name of the store. */
  readonly store: string;
  /** @default 'ClusterSecretStore' */
  readonly storeKind?: 'SecretStore' | 'ClusterSecretStore';
  /** Key of the secret in the store, such as `mesh/eu-1/kubeconfig`. */
  readonly key: string;
  /** Field of it that is the kubeconfig. @default the whole secret */
  readonly property?: string;
  /** How often it is read again, such as `15m`; a token that ends has to be renewed in the store before. @default '1h' */
  readonly refreshInterval?: string;
}

/** The access of one cluster's istiods to another, where Git is what is deployed. */
export type RemoteSecretProps = {
  /** The cluster that is read, a DNS label: `values.global.multiCluster.clusterName` there. */
  readonly cluster: string;
  /** The mesh's namespace; it must exist. @default 'istio-system' */
  readonly namespace?: string;
} & (
  | { readonly external: ExternalKubeconfig; readonly sealed?: never }
  | {
      /** Name of a SealedSecret that is in the same tree, such as by an `Include` of its file; it is only checked. */
      readonly sealed: string;
      readonly external?: never;
    }
);

const EXTERNAL_SECRETS = 'external-secrets.io/v1';

/** What the template of an ExternalSecret calls the value. */
const VALUE = 'kubeconfig';

/**
 * The access of istiods to another cluster, as it stands in Git: only ever a reference, never its data. An `ExternalSecret` makes the Secret
 * that istiods look for, from a store; or a SealedSecret of the tree is named, and refused when istiods would not find what it unseals to.
 *
 * Without Git, `issueRemoteSecrets` issues such Secrets and renews them; one that is made by this is left alone there.
 *
 * @example
 * new RemoteSecret(this, 'us-1', { cluster: 'us-1', external: { store: 'vault', key: 'mesh/us-1' } });
 * @see https://external-secrets.io/latest/guides/templating/
 */
export class RemoteSecret extends Construct {
  /** Name of the Secret. */
  readonly secretName: string;

  /** @throws InvalidInputError for a name that is no DNS label. */
  constructor(scope: Construct, id: string, props: RemoteSecretProps) {
    super(scope, id);
    const { cluster, namespace = 'istio-system' } = props;
    const problem = clusterNameProblem(cluster);
    if (problem !== null)
      throw new InvalidInputError([
        {
          code: 'invalid-cluster',
          severity: 'error',
          path: `${this.node.path}.cluster`,
          message: problem,
        },
      ]);
    this.secretName = props.sealed ?? remoteSecretName(cluster);
    if (props.external !== undefined) addExternalSecret(this, cluster, namespace, props.external);
    else {
      const place = { namespace, name: props.sealed };
      this.node.addValidation({ validate: () => sealedProblems(this, cluster, place) });
    }
  }
}

function addExternalSecret(
  scope: Construct,
  cluster: string,
  namespace: string,
  { store, storeKind = 'ClusterSecretStore', key, property, refreshInterval }: ExternalKubeconfig,
): void {
  const name = remoteSecretName(cluster);
  new ApiObject(scope, 'external-secret', {
    apiVersion: EXTERNAL_SECRETS,
    kind: 'ExternalSecret',
    metadata: { namespace, name },
    spec: {
      secretStoreRef: { kind: storeKind, name: store },
      refreshInterval: refreshInterval ?? '1h',
      target: {
        name,
        creationPolicy: 'Owner',
        template: {
          engineVersion: 'v2',
          metadata: {
            labels: { ...REMOTE_SECRET_LABELS },
            annotations: { [CLUSTER_ANNOTATION]: cluster },
          },
          data: { [cluster]: `{{ .${VALUE} }}` },
        },
      },
      data: [
        {
          secretKey: VALUE,
          remoteRef: { key, ...(property === undefined ? {} : { property }) },
        },
      ],
    },
  });
}

interface Sealed {
  readonly spec?: {
    readonly encryptedData?: Readonly<Record<string, string>>;
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    };
  };
}

/** What would keep istiods from finding what a sealed secret unseals to. */
function sealedProblems(
  scope: Construct,
  cluster: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string[] {
  const found = scope.node.root.node
    .findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .find(
      ({ kind, metadata }) =>
        kind === 'SealedSecret' && metadata.name === name && metadata.namespace === namespace,
    );
  const what = `SealedSecret ${namespace}/${name}`;
  if (found === undefined) return [`${what} is not in this tree; include the file that has it`];
  const { spec } = found.toJson() as Sealed;
  const keys = Object.keys(spec?.encryptedData ?? {});
  const labels = spec?.template?.metadata?.labels ?? {};
  return [
    ...(keys.length === 1 && keys[0] === cluster
      ? []
      : [
          `${what} has the keys ${keys.join(', ') || '(none)'}; istiod takes each for a cluster, so there must be one, "${cluster}"`,
        ]),
    ...Object.entries(REMOTE_SECRET_LABELS)
      .filter(([key, value]) => labels[key] !== value)
      .map(
        ([key, value]) =>
          `${what} unseals without the label ${key}: "${value}", so istiods do not look at it; seal it with the label in spec.template.metadata`,
      ),
  ];
}
