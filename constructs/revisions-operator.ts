import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import {
  ClusterRole,
  ClusterRoleBinding,
  Deployment,
  DeploymentStrategy,
  FsGroupChangePolicy,
  LabelSelector,
  Pod,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
  type ContainerResources,
  type IServiceAccount,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';
import {
  OPERATOR_PERMISSIONS,
  type OperatorPermission,
} from '../lib/operator/operator-permissions';
import { ROLLOUT_PERMISSIONS } from '../lib/operator/rollout-permissions';
import { IstioOperatorDefinition } from './istio-operator-definition';
import { RevisionRolloutDefinition } from './revision-rollout-definition';
import {
  OPERATOR_PORT,
  OPERATOR_RESOURCES,
  OPERATOR_USER,
  operatorContainer,
  OWN_VARIABLES,
  type OperatorContainer,
  type OperatorState,
  type SecretValue,
} from './operator-pod';

/** How the operator is installed. */
export interface RevisionsOperatorProps {
  /** The mesh's namespace, where istiods are; it must exist. @default 'istio-system' */
  readonly namespace?: string;
  /** Image made from the project's Dockerfile, by a version or a digest. */
  readonly image: string;
  readonly state: OperatorState;
  /**
   * What encrypts secrets in the state. The Secret is only named here, never made: a passphrase in a source is none. With
   * another passphrase the state cannot be read any more.
   */
  readonly passphraseSecret: SecretValue;
  /** Further variables, such as `ISTIO_REVISIONS_HUB`, or what opens the object store. @default none */
  readonly env?: Readonly<Record<string, string | SecretValue>>;
  /** Annotations of its account, such as the role of a cloud that may use the object store. @default none */
  readonly accountAnnotations?: Readonly<Record<string, string>>;
  /** @default 100m CPU without a limit, 512 MiB to 2 GiB of memory */
  readonly resources?: ContainerResources;
  /**
   * Whether it drives rollouts, and what for: RevisionRollout objects in its namespace. The account may then label namespaces and
   * restart workloads in the whole cluster.
   * @default it drives none, has no right to, and the kind does not exist
   */
  readonly rollouts?: {
    /** Address of the Prometheus that judges metrics, such as `http://prometheus.monitoring:9090`. @default only health is judged */
    readonly prometheus?: string;
  };
  /** @default 'info' */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

const NAME = 'istio-revisions-operator';

const RBAC = 'rbac.authorization.k8s.io/v1';

const SELECTOR = { 'app.kubernetes.io/name': NAME } as const;

/** What it manages must not have to work first. */
const NOT_IN_MESH = { 'sidecar.istio.io/inject': 'false' } as const;

const SCRAPED = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(OPERATOR_PORT.number),
  'prometheus.io/path': '/metrics',
} as const;

/** The engine waits up to five minutes for one object; what it has begun is to end before the pod does. */
const GRACE = Duration.minutes(6);

/**
 * `istio-revisions operator` in a cluster: the kind IstioOperator, an account with the rights of `OPERATOR_PERMISSIONS` and no
 * other, and a Deployment that follows the objects of that kind. Where it drives rollouts, there are the kind RevisionRollout and
 * the rights of `ROLLOUT_PERMISSIONS` too. One per cluster. Removing it leaves every revision running.
 */
export class RevisionsOperator extends Construct {
  /** @throws InvalidInputError when the state would be lost with the pod, or a variable is set that is the construct's own. */
  constructor(scope: Construct, id: string, props: RevisionsOperatorProps) {
    super(scope, id);
    requireUsable(props, this.node.path);
    const namespace = props.namespace ?? 'istio-system';
    new IstioOperatorDefinition(this, 'definition');
    if (props.rollouts !== undefined) new RevisionRolloutDefinition(this, 'rollout-definition');
    const account = new ServiceAccount(this, 'account', {
      metadata: { ...metadataIn(namespace), annotations: { ...props.accountAnnotations } },
    });
    addPermissions(this, namespace, account, permissionsOf(props));
    addDeployment(this, namespace, account, props);
    const service = new Service(this, 'service', {
      metadata: metadataIn(namespace),
      ports: [
        { name: OPERATOR_PORT.name, port: OPERATOR_PORT.number, targetPort: OPERATOR_PORT.number },
      ],
    });
    for (const [key, value] of Object.entries(SELECTOR)) service.selectLabel(key, value);
  }
}

function metadataIn(namespace: string) {
  return { name: NAME, namespace, labels: { ...SELECTOR } };
}

/** A rule for each row: cdk8s-plus would make one for each resource, which nobody could compare with the data. */
function addPermissions(
  scope: Construct,
  namespace: string,
  account: ServiceAccount,
  permissions: readonly OperatorPermission[],
): void {
  new ApiObject(scope, 'cluster-role', {
    apiVersion: RBAC,
    kind: 'ClusterRole',
    metadata: { name: NAME, labels: { ...SELECTOR } },
    rules: rulesOf(permissions, 'cluster'),
  });
  new ClusterRoleBinding(scope, 'cluster-role-binding', {
    metadata: { name: NAME, labels: { ...SELECTOR } },
    role: ClusterRole.fromClusterRoleName(scope, 'bound-cluster-role', NAME),
  }).addSubjects(account);
  new ApiObject(scope, 'role', {
    apiVersion: RBAC,
    kind: 'Role',
    metadata: metadataIn(namespace),
    rules: rulesOf(permissions, 'namespace'),
  });
  new RoleBinding(scope, 'role-binding', {
    metadata: metadataIn(namespace),
    role: Role.fromRoleName(scope, 'bound-role', NAME),
  }).addSubjects(account);
}

function permissionsOf({ rollouts }: RevisionsOperatorProps): readonly OperatorPermission[] {
  return [...OPERATOR_PERMISSIONS, ...(rollouts === undefined ? [] : ROLLOUT_PERMISSIONS)];
}

function rulesOf(permissions: readonly OperatorPermission[], scope: OperatorPermission['scope']) {
  return permissions
    .filter((permission) => permission.scope === scope)
    .map(({ apiGroup, resources, verbs, resourceNames }) => ({
      apiGroups: [apiGroup],
      resources: [...resources],
      ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
      verbs: [...verbs],
    }));
}

function addDeployment(
  scope: Construct,
  namespace: string,
  account: ServiceAccount,
  props: RevisionsOperatorProps,
): void {
  const { state } = props;
  const isAlone = state.volume !== undefined;
  const deployment = new Deployment(scope, 'deployment', {
    metadata: metadataIn(namespace),
    replicas: isAlone ? 1 : (state.replicas ?? 1),
    // A new pod would wait for the volume for as long as the old one has it.
    strategy: isAlone ? DeploymentStrategy.recreate() : DeploymentStrategy.rollingUpdate(),
    select: false,
    podMetadata: { labels: { ...SELECTOR, ...NOT_IN_MESH }, annotations: { ...SCRAPED } },
    // Its optional members are typed looser than the interface that it implements.
    serviceAccount: account as IServiceAccount,
    automountServiceAccountToken: true,
    terminationGracePeriod: GRACE,
    securityContext: {
      user: OPERATOR_USER,
      group: OPERATOR_USER,
      fsGroup: OPERATOR_USER,
      fsGroupChangePolicy: FsGroupChangePolicy.ON_ROOT_MISMATCH,
      ensureNonRoot: true,
    },
    // A lock that a killed engine left on the volume is broken only where it is known to be of this host.
    ...(isAlone ? { dns: { hostname: NAME } } : {}),
    containers: [operatorContainer(scope, containerOf(namespace, props))],
  });
  deployment.select(LabelSelector.of({ labels: { ...SELECTOR } }));
  ApiObject.of(deployment).addJsonPatch(
    // The label changes with the place in the tree, and with it every pod.
    JsonPatch.remove(`/spec/template/metadata/labels/${Pod.ADDRESS_LABEL.replace('/', '~1')}`),
    // The variables that Kubernetes makes of the Services around begin with ISTIO_REVISIONS_ too, and are unknown settings.
    JsonPatch.add('/spec/template/spec/enableServiceLinks', false),
  );
}

function containerOf(namespace: string, props: RevisionsOperatorProps): OperatorContainer {
  const { image, state, passphraseSecret } = props;
  return {
    name: NAME,
    namespace,
    labels: SELECTOR,
    image,
    state,
    passphraseSecret,
    env: props.env ?? {},
    resources: props.resources ?? OPERATOR_RESOURCES,
    rollouts: props.rollouts ?? null,
    logLevel: props.logLevel ?? 'info',
  };
}

/** The types say it in part, but props also come from data. */
function requireUsable({ state, env = {}, rollouts }: RevisionsOperatorProps, path: string): void {
  const { url, volume } = state;
  const problems: (readonly [string, string])[] = [];
  if ((url === undefined) === (volume === undefined))
    problems.push(['state', 'the state is on a volume or at a url: name one of the two']);
  if (url !== undefined && !/^(?!file:)[a-z0-9]+:\/\/./.test(url))
    problems.push([
      'state.url',
      `found "${url}"; name an object store, such as s3://bucket/cluster-a: a file is gone with the pod, for that there is state.volume`,
    ]);
  const { prometheus } = rollouts ?? {};
  if (prometheus !== undefined && !/^https?:[/][/]./.test(prometheus))
    problems.push([
      'rollouts.prometheus',
      `found "${prometheus}"; name its address, such as http://prometheus.monitoring:9090`,
    ]);
  for (const name of OWN_VARIABLES.filter((own) => own in env))
    problems.push([`env.${name}`, 'the construct sets this variable itself; leave it out']);
  if (problems.length === 0) return;
  throw new InvalidInputError(
    problems.map(([prop, message]) => ({
      code: 'invalid-operator',
      severity: 'error',
      path: `${path}.${prop}`,
      message,
    })),
  );
}
