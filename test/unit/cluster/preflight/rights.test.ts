import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingRights } from '../../../../lib/cluster/preflight/missing-rights';
import { neededRights, type Right } from '../../../../lib/cluster/preflight/needed-rights';
import { StubApiServer } from '../../../support/stub-api-server';

const RIGHTS = neededRights({ mesh: 'istio-system', prometheus: 'monitoring' });

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
    monitoring: 'that of a Prometheus in the cluster',
  };
  const what = resources.join(', ');
  const on = group === '' ? what : `${what} of ${group}`;
  return [verbs.join(', '), on, places[namespace ?? ''] ?? 'everywhere'].join(' | ');
}

describe('the rights of a rollout', () => {
  const denied: string[] = [];
  let stub: StubApiServer;

  beforeAll(async () => {
    stub = await StubApiServer.start(({ path, body }) => {
      if (path === '/apis/authorization.k8s.io/v1') {
        const resources = [{ name: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' }];
        return { code: 200, body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
      }
      const { spec } = body as { spec: { resourceAttributes: Attributes } };
      const { verb, group, resource, subresource = '', namespace = '*' } = spec.resourceAttributes;
      const allowed = !denied.includes(`${verb} ${group} ${resource}/${subresource} ${namespace}`);
      return { code: 201, body: { kind: 'SelfSubjectAccessReview', spec, status: { allowed } } };
    });
  });

  afterAll(() => {
    stub.stop();
  });

  beforeEach(() => {
    denied.length = 0;
    stub.requests.length = 0;
  });

  it('are those that the docs list', () => {
    expect(documented()).toEqual(RIGHTS.map(lineOf));
  });

  it('are fewer without a Prometheus in the cluster', () => {
    const fewer = neededRights({ mesh: 'istio-system', prometheus: null });
    expect(RIGHTS.slice(0, fewer.length)).toEqual(fewer);
    expect(fewer.some(({ namespace }) => namespace === 'monitoring')).toBe(false);
  });

  it('are all asked for, each verb on each resource, and nothing is written', async () => {
    expect(await missingRights(stub.client, RIGHTS)).toEqual([]);
    const reviews = stub.requests.filter(({ method }) => method === 'POST');
    const count = RIGHTS.reduce((sum, one) => sum + one.verbs.length * one.resources.length, 0);
    expect(reviews).toHaveLength(count);
    expect(new Set(reviews.map(({ path }) => path))).toEqual(
      new Set(['/apis/authorization.k8s.io/v1/selfsubjectaccessreviews']),
    );
  });

  it.each(
    RIGHTS.flatMap(({ verbs, group, resources, namespace = '*' }) =>
      verbs.flatMap((verb) =>
        resources.map((resource) => [verb, resource, group, namespace] as const),
      ),
    ),
  )('without %s of %s of group "%s" in %s it is told', async (verb, resource, group, namespace) => {
    const [kind, subresource = ''] = resource.split('/');
    denied.push(`${verb} ${group} ${kind ?? ''}/${subresource} ${namespace}`);
    const where = namespace === '*' ? 'in the whole cluster' : `in namespace ${namespace}`;
    const missing = await missingRights(stub.client, RIGHTS);
    expect(missing).toEqual([
      expect.stringMatching(
        new RegExp(`^the account may not ${verb} ${resource}.* ${where}; allow it with a role$`),
      ),
    ]);
  });

  it('that are missing are told all at once', async () => {
    denied.push('patch  namespaces/ *', 'list  pods/ *');
    expect(await missingRights(stub.client, RIGHTS)).toHaveLength(2);
  });
});
