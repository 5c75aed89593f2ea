import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1SelfSubjectAccessReview } from '@kubernetes/client-node';
import { App, Chart, Size } from 'cdk8s';
import { RevisionsOperator } from '../../constructs';
import { writeKubeconfigFor } from '../../lab/control-plane/kubeconfig';
import { createKubeClient, type KubeClient } from '../../lib/cluster/kube-client';
import { RawObjects, type RawObject } from '../../lib/cluster/raw-objects';
import type { OperatorPermission, PermissionVerb } from '../../lib/operator/operator-permissions';
import { awaitThat } from './await-that';
import { startBareLab, type BareLab } from './bare-lab';
import { startOperator, type RunningOperator } from './running-operator';

const NAMESPACE = 'istio-system';
const NAME = 'istio-revisions-operator';

/** What the lab has no use for: it pulls no image. */
const NOT_INSTALLED = ['Deployment', 'PersistentVolumeClaim', 'Service'];

/** One right, as it is taken away. */
export interface Right {
  readonly scope: OperatorPermission['scope'];
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: PermissionVerb;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A lab whose operator has the rights of the construct and no other. */
export interface PermissionRig {
  readonly lab: BareLab;
  readonly objects: RawObjects;
  /** What the construct consists of. */
  readonly installation: readonly RawObject[];
  /** Starts a process under the operator's account, which keeps nothing of an earlier one. */
  readonly start: () => RunningOperator;
  /** Takes a right away, and returns once the API server refuses it. What it returns gives the right back. */
  readonly without: (right: Right) => Promise<() => Promise<void>>;
  /** Gives everything back. */
  readonly restore: () => Promise<void>;
  readonly down: () => Promise<void>;
}

/** Starts the lab and installs the construct but for its pod. */
export async function startPermissionRig(): Promise<PermissionRig> {
  const lab = await startBareLab();
  const objects = RawObjects.open(lab.client.config);
  const installation = objectsOf();
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  await objects.send('create', namespace, { content: namespace });
  for (const object of installation.filter(({ kind }) => !NOT_INSTALLED.includes(kind)))
    await objects.send('create', object, { content: object });
  const kubeconfig = await kubeconfigOfAccount(lab);
  const account = createKubeClient({ kubeconfig });
  const started: RunningOperator[] = [];
  return {
    lab,
    objects,
    installation,
    start: () => {
      const workDir = mkdtempSync(join(tmpdir(), 'istio-revisions-operator-'));
      const operator = startOperator(lab, { workDir, kubeconfig });
      started.push(operator);
      return operator;
    },
    without: async (right) => {
      const kind = right.scope === 'cluster' ? 'ClusterRole' : 'Role';
      const role = installation.find((object) => object.kind === kind) as RoleObject;
      await writeRules(objects, role, rulesWithout(role.rules, right));
      await awaitThat(`${textOf(right)} being refused`, () => isRefused(account, right));
      return () => writeRules(objects, role, role.rules);
    },
    restore: async () => {
      for (const object of installation)
        if (object.kind === 'ClusterRole' || object.kind === 'Role')
          await writeRules(objects, object, (object as RoleObject).rules);
    },
    down: async () => {
      await Promise.all(started.map((operator) => operator.kill()));
      await lab.down();
    },
  };
}

/** One right in words, such as `create deployments.apps`. */
export function textOf({ verb, resource, apiGroup }: Right): string {
  return `${verb} ${resource}${apiGroup === '' ? '' : `.${apiGroup}`}`;
}

/** The rules without one verb on one resource; everything else of them stays. */
function rulesWithout(rules: readonly Rule[], { apiGroup, resource, verb }: Right): Rule[] {
  return rules.flatMap((rule) => {
    const isMeant = rule.apiGroups.includes(apiGroup) && rule.resources.includes(resource);
    if (!isMeant || !rule.verbs.includes(verb)) return [rule];
    return [
      { ...rule, resources: rule.resources.filter((one) => one !== resource) },
      { ...rule, resources: [resource], verbs: rule.verbs.filter((one) => one !== verb) },
    ].filter(({ resources, verbs }) => resources.length > 0 && verbs.length > 0);
  });
}

type RoleObject = RawObject & { readonly rules: readonly Rule[] };

async function writeRules(objects: RawObjects, role: RawObject, rules: readonly Rule[]) {
  await objects.send('patch', role, {
    contentType: 'application/merge-patch+json',
    content: { rules },
  });
}

/** The API server decides by a cache of its own, which follows a moment later. */
async function isRefused(
  account: KubeClient,
  { apiGroup, resource, verb, scope }: Right,
): Promise<true | undefined> {
  const [name = '', subresource] = resource.split('/');
  const review = await account.objects.create<V1SelfSubjectAccessReview>({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        group: apiGroup,
        resource: name,
        verb,
        ...(subresource === undefined ? {} : { subresource }),
        ...(scope === 'namespace' ? { namespace: NAMESPACE } : {}),
        ...(resource === 'leases' ? { name: NAME } : {}),
      },
    },
  });
  return review.status?.allowed === false ? true : undefined;
}

function objectsOf(): RawObject[] {
  const chart = new Chart(new App(), 'operator', { disableResourceNameHashes: true });
  new RevisionsOperator(chart, 'operator', {
    image: 'registry.example.org/istio-revisions:0.1.0',
    state: { volume: { size: Size.gibibytes(1) } },
    passphraseSecret: { name: 'istio-revisions-operator', key: 'passphrase' },
  });
  return chart.toJson() as RawObject[];
}

async function kubeconfigOfAccount({ client, state }: BareLab): Promise<string> {
  const { status } = await client.core.createNamespacedServiceAccountToken({
    name: NAME,
    namespace: NAMESPACE,
    body: { spec: { audiences: [], expirationSeconds: 6 * 3_600 } },
  });
  const file = join(state.dir, 'kubeconfig-operator');
  writeKubeconfigFor(state.kubeconfig, file, { token: status?.token ?? '' });
  return file;
}
