import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { InvalidInputError } from '../lib/operator/issue';
import { clusterNameProblem, readerAccountName } from '../lib/rollout/fleet/remote/names';
import {
  CONTROL_PLANE_RULES,
  READER_RULES,
  type ReaderRule,
} from '../lib/rollout/fleet/remote/reader-rules';

/** A cluster whose istiods read this one. */
export interface ReaderCluster {
  /** Its name in the mesh, a DNS label: `values.global.multiCluster.clusterName` there. */
  readonly cluster: string;
  /**
   * Whether its istiods are also this cluster's control plane, which has none of its own (primary-remote): they then write the root of
   * trust into every namespace, and the certificate of the injector.
   * @default false
   */
  readonly controlPlane?: boolean;
}

/** Who reads a cluster. */
export interface RemoteReaderProps {
  /** The mesh's namespace; it must exist. @default 'istio-system' */
  readonly namespace?: string;
  /** The clusters that read this one, each once. */
  readonly readers: readonly ReaderCluster[];
}

const RBAC = 'rbac.authorization.k8s.io';

/**
 * The accounts by which istiods of other clusters read this one: a ServiceAccount `istio-reader-<cluster>` for each reader, so that one can
 * be shut out without the others, and one role with what istiod reads and nothing else, bound to all of them. Tokens are
 * issued for these accounts, and end; the accounts have none that lasts.
 *
 * It stands beside the account of Istio's charts, which every revision widens and which needs none of this; with
 * `values.global.enableReaderRBAC: false` a revision has none.
 *
 * @example
 * new RemoteReader(this, 'readers', { readers: [{ cluster: 'eu-1' }, { cluster: 'us-1' }] });
 */
export class RemoteReader extends Construct {
  /** @throws InvalidInputError for a name that is no DNS label, and for a cluster that is named twice. */
  constructor(scope: Construct, id: string, props: RemoteReaderProps) {
    super(scope, id);
    const { namespace = 'istio-system', readers } = props;
    requireUsable(readers, this.node.path);
    for (const { cluster } of readers) {
      new ApiObject(this, `account-${cluster}`, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { namespace, name: readerAccountName(cluster) },
        automountServiceAccountToken: false,
      });
    }
    const everyone = accountsOf(namespace, readers);
    const name = `istio-revisions-reader-${namespace}`;
    addClusterRole(this, 'reader', name, READER_RULES, everyone);
    addRole(this, 'reader', { namespace, name }, READER_RULES, everyone);
    const controlling = readers.filter(({ controlPlane }) => controlPlane === true);
    if (controlling.length === 0) return;
    const wider = `istio-revisions-control-plane-${namespace}`;
    const accounts = accountsOf(namespace, controlling);
    addClusterRole(this, 'control-plane', wider, CONTROL_PLANE_RULES, accounts);
  }
}

interface Account {
  readonly kind: 'ServiceAccount';
  readonly name: string;
  readonly namespace: string;
}

function accountsOf(namespace: string, readers: readonly ReaderCluster[]): Account[] {
  return readers.map(({ cluster }) => ({
    kind: 'ServiceAccount',
    name: readerAccountName(cluster),
    namespace,
  }));
}

function addClusterRole(
  scope: Construct,
  id: string,
  name: string,
  rules: readonly ReaderRule[],
  subjects: readonly Account[],
): void {
  new ApiObject(scope, `${id}-cluster-role`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: rulesOf(rules, 'cluster'),
  });
  new ApiObject(scope, `${id}-cluster-role-binding`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects,
  });
}

function addRole(
  scope: Construct,
  id: string,
  metadata: { readonly namespace: string; readonly name: string },
  rules: readonly ReaderRule[],
  subjects: readonly Account[],
): void {
  new ApiObject(scope, `${id}-role`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'Role',
    metadata,
    rules: rulesOf(rules, 'namespace'),
  });
  new ApiObject(scope, `${id}-role-binding`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: RBAC, kind: 'Role', name: metadata.name },
    subjects,
  });
}

function rulesOf(rules: readonly ReaderRule[], scope: ReaderRule['scope']) {
  return rules
    .filter((rule) => rule.scope === scope)
    .map(({ apiGroup, resources, verbs }) => ({ apiGroups: [apiGroup], resources, verbs }));
}

function requireUsable(readers: readonly ReaderCluster[], path: string): void {
  const names = readers.map(({ cluster }) => cluster);
  const problems = names.flatMap((name, index) => [
    ...[clusterNameProblem(name)].filter((problem) => problem !== null),
    ...(names.indexOf(name) === index ? [] : [`"${name}" is named twice; each reader once`]),
  ]);
  if (problems.length === 0) return;
  throw new InvalidInputError(
    problems.map((message) => ({
      code: 'invalid-cluster',
      severity: 'error',
      path: `${path}.readers`,
      message,
    })),
  );
}
