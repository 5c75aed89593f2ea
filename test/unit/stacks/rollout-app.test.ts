import { mapTree } from '../../../lib/deploy/map-tree';
import { DEPLOY_FIELD_MANAGER } from '../../../lib/rollout/names';
import { rolloutApp } from '../../../stacks/operator/rollout-app';
import { anOperatorObject } from '../../support/operator-objects';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

const SHOP = { name: 'shop', uid: 'u1', revision: '1-31' };

function never(): never {
  throw new Error('no document is asked for');
}

describe('the tree of a rollout that the operator drives', () => {
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    environment = await renderEnvironment();
  }, RENDER_SETUP_MS);

  const namesOf = (...source: Parameters<typeof rolloutApp>) =>
    mapTree(rolloutApp(...source), DEPLOY_FIELD_MANAGER).map(
      ({ body: { kind, metadata } }) => `${kind} ${metadata.name}`,
    );

  it('has the labels of its namespaces, and nothing of any revision', () => {
    const position = { namespaces: [SHOP], tags: {} };
    expect(namesOf({ position, documentOf: never }, environment)).toEqual(['Namespace shop']);
    const empty = { namespaces: [], tags: {} };
    expect(namesOf({ position: empty, documentOf: never }, environment)).toEqual([]);
  });

  it('has its tags, rendered from the document of the revision that each points at', () => {
    const { apiVersion, kind, metadata, spec = {} } = anOperatorObject();
    const document = { apiVersion, kind, metadata, spec };
    const asked: string[] = [];
    const documentOf = (revision: string) => {
      asked.push(revision);
      return document;
    };
    const position = { namespaces: [SHOP], tags: { web: '1-31' } };
    expect(namesOf({ position, documentOf }, environment).sort()).toEqual([
      'MutatingWebhookConfiguration istio-revision-tag-web',
      'Namespace shop',
      'Service istiod-revision-tag-web',
    ]);
    expect(asked).toEqual(['1-31']);
  });
});
