import { Duration, Size } from 'cdk8s';
import {
  Capability,
  Cpu,
  EnvValue,
  ImagePullPolicy,
  PersistentVolumeAccessMode,
  PersistentVolumeClaim,
  Probe,
  SeccompProfileType,
  Secret,
  Volume,
  type ContainerProps,
  type ContainerResources,
  type IPersistentVolumeClaim,
  type VolumeMount,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** One value of a Secret, which is there already. */
export interface SecretValue {
  /** Name of the Secret, in the operator's namespace. */
  readonly name: string;
  readonly key: string;
}

/** Where the engine keeps what it knows of the objects that it made. */
export type OperatorState =
  | {
      /** A volume of the pod's own. Only one pod can have it, so there is one. */
      readonly volume: {
        /** State, its history, and logs of the engine: 1 GiB is a lot. */
        readonly size: Size;
        /** @default the cluster's own choice */
        readonly storageClass?: string;
      };
      readonly url?: never;
    }
  | {
      /**
       * An object store, such as `s3://bucket/cluster-a`. Clusters that share one need a path each: the operators' stacks have the same
       * names.
       * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-self-managed-backend
       */
      readonly url: string;
      /** Two stand in for each other; the Lease says who acts. @default 1 */
      readonly replicas?: 1 | 2;
      readonly volume?: never;
    };

/** What the operator's container is made from. */
export interface OperatorContainer {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly state: OperatorState;
  readonly passphraseSecret: SecretValue;
  readonly env: Readonly<Record<string, string | SecretValue>>;
  readonly resources: ContainerResources;
  /** `null` where it drives none. */
  readonly rollouts: { readonly prometheus?: string } | null;
  readonly logLevel: string;
}

/** Port of `/metrics`, `/healthz` and `/readyz`. */
export const OPERATOR_PORT = { number: 8080, name: 'metrics' } as const;

/** The user `node` of the image. The engine needs one that has a name. */
export const OPERATOR_USER = 1000;

const FOLDER = { temporary: '/tmp', state: '/state', passphrase: '/passphrase' } as const;

/** Variables that the construct sets by itself. */
export const OWN_VARIABLES = [
  'HOME',
  'ISTIO_REVISIONS_CACHE',
  'PULUMI_BACKEND_URL',
  'PULUMI_CONFIG_PASSPHRASE',
  'PULUMI_CONFIG_PASSPHRASE_FILE',
] as const;

/** The operator's own process, with the engine, its program, the provider and Helm beside it for a while. */
export const OPERATOR_RESOURCES: ContainerResources = {
  cpu: { request: Cpu.millis(100) },
  memory: { request: Size.mebibytes(512), limit: Size.gibibytes(2) },
};

/** The operator's container, with the volumes that it mounts; a claim is made where the state is on a volume. */
export function operatorContainer(scope: Construct, options: OperatorContainer): ContainerProps {
  const { namespace, image, state, resources, rollouts, logLevel } = options;
  const workDir = state.volume === undefined ? FOLDER.temporary : FOLDER.state;
  return {
    name: 'operator',
    image,
    // An image is named by a version or a digest, and stays what it is.
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    // The image's entry point is "istio-revisions operator".
    args: [
      `--lease-namespace=${namespace}`,
      `--work-dir=${workDir}/operator`,
      `--port=${OPERATOR_PORT.number}`,
      `--log-level=${logLevel}`,
      ...(rollouts === null ? [] : ['--rollouts']),
      ...(rollouts?.prometheus === undefined ? [] : [`--prometheus=${rollouts.prometheus}`]),
    ],
    ports: [OPERATOR_PORT],
    envVariables: variables(scope, options),
    volumeMounts: mounts(scope, options),
    resources,
    ...probes(),
    securityContext: {
      user: OPERATOR_USER,
      group: OPERATOR_USER,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { drop: [Capability.ALL] },
      seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
    },
  };
}

/** Sources are transpiled at every start, which takes seconds on a busy node. */
function probes(): Pick<ContainerProps, 'startup' | 'liveness' | 'readiness'> {
  const get = (path: string, periodSeconds: number, failureThreshold: number) =>
    Probe.fromHttpGet(path, {
      port: OPERATOR_PORT.number,
      periodSeconds: Duration.seconds(periodSeconds),
      timeoutSeconds: Duration.seconds(5),
      failureThreshold,
    });
  return {
    startup: get('/healthz', 2, 60),
    liveness: get('/healthz', 10, 6),
    readiness: get('/readyz', 10, 3),
  };
}

function variables(
  scope: Construct,
  { state, passphraseSecret, env }: OperatorContainer,
): Record<string, EnvValue> {
  const own: Readonly<Record<string, string>> = {
    HOME: FOLDER.temporary,
    ISTIO_REVISIONS_CACHE: `${FOLDER.temporary}/cache`,
    PULUMI_BACKEND_URL: state.volume === undefined ? state.url : `file://${FOLDER.state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: `${FOLDER.passphrase}/${passphraseSecret.key}`,
  };
  return Object.fromEntries(
    Object.entries({ ...env, ...own }).map(([name, value]) => [
      name,
      typeof value === 'string' ? EnvValue.fromValue(value) : secretValue(scope, name, value),
    ]),
  );
}

function secretValue(scope: Construct, variable: string, { name, key }: SecretValue): EnvValue {
  const secret = Secret.fromSecretName(scope, `env-${variable}`, name);
  return EnvValue.fromSecretValue({ secret, key });
}

function mounts(
  scope: Construct,
  { name, namespace, labels, state, passphraseSecret }: OperatorContainer,
): VolumeMount[] {
  const passphrase = Volume.fromSecret(
    scope,
    'passphrase-volume',
    Secret.fromSecretName(scope, 'passphrase', passphraseSecret.name),
    {
      name: 'passphrase',
      defaultMode: 0o440,
      items: { [passphraseSecret.key]: { path: passphraseSecret.key } },
    },
  );
  const temporary = Volume.fromEmptyDir(scope, 'temporary-volume', 'temporary', {
    sizeLimit: Size.gibibytes(1),
  });
  const always: VolumeMount[] = [
    { path: FOLDER.temporary, volume: temporary },
    { path: FOLDER.passphrase, volume: passphrase, readOnly: true },
  ];
  if (state.volume === undefined) return always;
  const { size, storageClass } = state.volume;
  const claim = new PersistentVolumeClaim(scope, 'state', {
    metadata: { name, namespace, labels: { ...labels } },
    accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: size,
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  });
  // Its optional members are typed looser than the interface that it implements.
  const owned = claim as IPersistentVolumeClaim;
  const volume = Volume.fromPersistentVolumeClaim(scope, 'state-volume', owned, { name: 'state' });
  return [...always, { path: FOLDER.state, volume }];
}
