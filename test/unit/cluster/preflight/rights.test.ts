import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeClient } from '../../../../lib/cluster/kube-client';
import { missingRights } from '../../../../lib/cluster/preflight/missing-rights';
import { neededRights, type Right } from '../../../../lib/cluster/preflight/needed-rights';

const PLACES = {
  mesh: 'istio-system',
  prometheus: 'monitoring',
  gateways: ['gateways'],
  gatewayApis: ['edge'],
  tags: true,
  removes: true,
};
const RIGHTS = neededRights(PLACES);

interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
}

/** The rights of the docs, a line each. */
function documented(): string[] {
  const page = readFileSync(join(__dirname, '../../../../docs/architecture.md'), 'utf8');
  const [, table = ''] = page.split('## Permissions');
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );
}

function lineOf({ verbs, group, resources, namespace }: Right): string {
  const places: Readonly<Record<string, string>> = {
    'istio-system': "the mesh's namespace",
    gateways: "that of a wave's gateways",
    edge: "that of a wave's Gateways",
    monitoring: 'that of a Prometheus in the cluster',
  };
  const what = resources.join(', ');
  const on = group === '' ? what : `${what} of ${group}`;
  return [verbs.join(', '), on, places[namespace ?? ''] ?? 'everywhere'].join(' | ');
}

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: { readonly resourceAttributes: Attributes };
}

/** An API server that allows everything but what is denied, and notes what it is asked. */
function aServer(denied: readonly string[] = []) {
  const asked: Review[] = [];
  const create = (review: Review) => {
    asked.push(review);
    const {
      verb,
      group,
      resource,
      subresource = '',
      namespace = '*',
    } = review.spec.resourceAttributes;
    const key = `${verb} ${group} ${resource}/${subresource} ${namespace}`;
    return Promise.resolve({ ...review, status: { allowed: !denied.includes(key) } });
  };
  return { asked, client: { objects: { create } } as unknown as KubeClient };
}

describe('the rights of a rollout', () => {
  it('are those that the docs list', () => {
    expect(documented()).toEqual(RIGHTS.map(lineOf));
  });

  it('are fewer without a Prometheus in the cluster', () => {
    const fewer = neededRights({ ...PLACES, prometheus: null });
    expect(RIGHTS.slice(0, fewer.length)).toEqual(fewer);
    expect(fewer.some(({ namespace }) => namespace === 'monitoring')).toBe(false);
  });

  it('read the addresses of gateways in each of their namespaces, and of no others', () => {
    const inNamespaces = (gateways: readonly string[]) =>
      neededRights({ ...PLACES, gateways, gatewayApis: [] })
        .filter(({ namespace = '' }) => !['', 'istio-system', 'monitoring'].includes(namespace))
        .map(lineOf);
    expect(inNamespaces([])).toEqual([]);
    expect(inNamespaces(['gateways'])).toHaveLength(2);
    expect(inNamespaces(['edge', 'gateways'])).toHaveLength(4);
  });

  it('write Gateways of the Gateway API in the namespaces of those that move, and in no others', () => {
    const writes = (gatewayApis: readonly string[]) =>
      neededRights({ ...PLACES, gatewayApis })
        .filter(
          ({ group, verbs }) =>
            group === 'gateway.networking.k8s.io' && !verbs.every((verb) => verb === 'list'),
        )
        .map(({ verbs, namespace }) => `${verbs.join(', ')} in ${namespace ?? 'all'}`);
    expect(writes([])).toEqual([]);
    expect(writes(['edge', 'shop'])).toEqual(['get, patch in edge', 'get, patch in shop']);
  });

  it('are fewer where no wave moves by a tag', () => {
    const fewer = neededRights({ ...PLACES, tags: false });
    expect(
      fewer.some(
        ({ verbs, resources }) => verbs.includes('patch') && resources.includes('services'),
      ),
    ).toBe(false);
  });

  it('delete nothing where the old revision stays', () => {
    const fewer = neededRights({ ...PLACES, removes: false });
    expect(fewer.filter(({ verbs }) => verbs.includes('delete'))).toEqual([]);
    expect(fewer.length).toBe(RIGHTS.length - 3);
  });

  it('are all asked for, each verb on each resource, and nothing is written', async () => {
    const { asked, client } = aServer();
    expect(await missingRights(client, RIGHTS)).toEqual([]);
    const count = RIGHTS.reduce((sum, one) => sum + one.verbs.length * one.resources.length, 0);
    expect(asked).toHaveLength(count);
    const kinds = asked.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    expect([...new Set(kinds)]).toEqual(['authorization.k8s.io/v1 SelfSubjectAccessReview']);
  });

  it.each(
    RIGHTS.flatMap(({ verbs, group, resources, namespace = '*' }) =>
      verbs.flatMap((verb) =>
        resources.map((resource) => [verb, resource, group, namespace] as const),
      ),
    ),
  )('without %s of %s of group "%s" in %s it is told', async (verb, resource, group, namespace) => {
    const [kind = '', subresource = ''] = resource.split('/');
    const { client } = aServer([`${verb} ${group} ${kind}/${subresource} ${namespace}`]);
    const where = namespace === '*' ? 'in the whole cluster' : `in namespace ${namespace}`;
    expect(await missingRights(client, RIGHTS)).toEqual([
      expect.stringMatching(
        new RegExp(`^the account may not ${verb} ${resource}.* ${where}; allow it with a role$`),
      ),
    ]);
  });

  it('that are missing are told all at once', async () => {
    const { client } = aServer(['patch  namespaces/ *', 'list  pods/ *']);
    expect(await missingRights(client, RIGHTS)).toHaveLength(2);
  });
});
