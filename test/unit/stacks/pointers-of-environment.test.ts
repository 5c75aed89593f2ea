import type { RolloutPosition } from '../../../lib/rollout/position';
import { positionLeft } from '../../../lib/rollout/position-left';
import { devEnvironment } from '../../../stacks/environments/dev';
import type { EnvironmentSpec } from '../../../stacks/environments/environment';
import { platformOf } from '../../support/platform-of';
import { RENDER_SETUP_MS, renderEnvironment } from '../../support/render-environment';

let environmentVariables: NodeJS.ProcessEnv;
beforeAll(async () => {
  environmentVariables = await renderEnvironment();
}, RENDER_SETUP_MS);

const INSTALLED: RolloutPosition = { ...positionLeft(null), installed: true };

describe('what leads to a revision of an environment', () => {
  const environment: EnvironmentSpec = {
    ...devEnvironment,
    mesh: {
      ...devEnvironment.mesh,
      base: { version: '1.31.0', defaultRevision: '1-30' },
      revisions: devEnvironment.mesh.revisions.map((one) =>
        one.revision === '1-30' ? { ...one, values: { revisionTags: ['prod'] } } : one,
      ),
    },
  };
  const NOT_INSTALLED = { ...INSTALLED, installed: false };
  /** Each object with the revision that its label names. */
  const leading = (position: RolloutPosition, spec = environment) =>
    (platformOf(environmentVariables, spec, position).toJson() as Labelled[])
      .filter(
        ({ metadata: { name, labels } }) =>
          name === 'istiod-default-validator' || labels?.['istio.io/tag'] !== undefined,
      )
      .map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.labels?.['istio.io/rev']}`)
      .sort();
  const all = (revision: string) => [
    `MutatingWebhookConfiguration istio-revision-tag-default ${revision}`,
    `MutatingWebhookConfiguration istio-revision-tag-prod ${revision}`,
    `Service istiod-revision-tag-default ${revision}`,
    `Service istiod-revision-tag-prod ${revision}`,
    `ValidatingWebhookConfiguration istiod-default-validator ${revision}`,
  ];

  it('is the default validator, the default tag and the tags of its values', () => {
    expect(leading(NOT_INSTALLED)).toEqual(all('1-30'));
  });

  it('moves by the position, one by one, and stays when the old revision is gone', () => {
    const handed = { validator: '1-31', 'tag default': '1-31', 'tag prod': '1-30' };
    expect(leading({ ...INSTALLED, pointers: handed })).toEqual([
      'MutatingWebhookConfiguration istio-revision-tag-default 1-31',
      'MutatingWebhookConfiguration istio-revision-tag-prod 1-30',
      'Service istiod-revision-tag-default 1-31',
      'Service istiod-revision-tag-prod 1-30',
      'ValidatingWebhookConfiguration istiod-default-validator 1-31',
    ]);
    const gone = { ...INSTALLED, retired: ['1-30'], pointers: { ...handed, 'tag prod': '1-31' } };
    expect(leading(gone)).toEqual(all('1-31'));
  });

  it('leads to what a rollout replaces until it hands over, whichever end the source names', () => {
    const { mesh } = environment;
    const base = { ...mesh.base, defaultRevision: '1-31' };
    const ahead = { ...environment, mesh: { ...mesh, base } };
    expect(leading(NOT_INSTALLED, ahead)).toEqual(all('1-30'));
    expect(leading(INSTALLED, ahead)).toEqual(all('1-30'));
    const done = { validator: '1-31', 'tag default': '1-31', 'tag prod': '1-31' };
    expect(leading({ ...INSTALLED, retired: ['1-30'], pointers: done }, ahead)).toEqual(
      all('1-31'),
    );
  });

  it('calls what the own webhooks of the revision call', () => {
    const objects = platformOf(
      environmentVariables,
      environment,
      INSTALLED,
    ).toJson() as Configuration[];
    const calls = (name: string) =>
      objects
        .find(({ kind, metadata }) => kind !== 'ConfigMap' && metadata.name === name)
        ?.webhooks.map(({ clientConfig }) => JSON.stringify(clientConfig));
    const injector = new Set(calls('istio-sidecar-injector-1-30'));
    expect(new Set(calls('istio-revision-tag-default'))).toEqual(injector);
    expect(calls('istiod-default-validator')).toEqual(calls('istio-validator-1-30-istio-system'));
  });
});

interface Labelled {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

interface Configuration extends Labelled {
  readonly webhooks: readonly { readonly clientConfig: unknown }[];
}
