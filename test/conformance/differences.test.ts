import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISTIO_VERSIONS } from '../../lab/binaries/catalog';
import type { KubeObject } from '../../lib/render/kube-object';
import { compareObjects } from './compare-objects';
import { ownInputs } from './conformance-input';
import { ISTIOCTL_BUILD_MS, openIstioctl, type Istioctl } from './istioctl';
import { openOurRender, type OurRender } from './our-render';
import { GENERATE_INPUTS, upstreamInputs } from './upstream-inputs';
import { istioModule } from './istio-module';
import { objectsOf } from './outcome';

jest.setTimeout(120_000);

const MINORS = Object.keys(ISTIO_VERSIONS);
const AGREED_VALUES = join(__dirname, 'agreed-values.yaml');
const VOLUMES = join(__dirname, 'differences', 'volumes.yaml');
const MINIMAL = join(__dirname, 'inputs', 'profiles', 'minimal.yaml');

/** Rows of docs/parity.md that are proved here; those that we refuse are among the inputs. */
const ROWS = ['failure-policy', 'volumes', 'environment', 'force', 'equals-sign'];

describe.each(MINORS)('beside istioctl %s', (minor) => {
  let istioctl: Istioctl;
  let ours: OurRender;

  beforeAll(async () => {
    istioctl = await openIstioctl(minor);
    ours = await openOurRender(minor);
  }, ISTIOCTL_BUILD_MS);

  afterAll(() => {
    ours.close();
  });

  const both = async (
    input: { readonly files?: readonly string[]; readonly settings?: readonly string[] },
    env: Readonly<Record<string, string>> = {},
  ) => {
    const { files = [], settings = [] } = input;
    const theirs = await istioctl({ files: [AGREED_VALUES, ...files], settings }, env);
    return { theirs: objectsOf(theirs), ours: objectsOf(ours.render({ files, settings }, env)) };
  };

  it('failure-policy: validators fail from the start, where istioctl’s ignore until istiod changes them', async () => {
    const settings = ['profile=minimal', 'values.defaultRevision=default'];
    const theirs = objectsOf(await istioctl({ files: [], settings }));
    const our = objectsOf(ours.render({ files: [], settings }));
    expect(failurePolicies(theirs)).toEqual(['Ignore', 'Ignore']);
    expect(failurePolicies(our)).toEqual(['Fail', 'Fail']);
    const places = compareObjects(theirs, our).map(({ path }) => path);
    // Beside the policy, the charts write down the values that they were given.
    expect(new Set(places)).toEqual(
      new Set([
        'webhooks[0].failurePolicy',
        'data.original-values » base',
        'data.merged-values » base.validationFailurePolicy',
      ]),
    );
  });

  it('volumes: volumes and their mounts are applied, where istioctl drops them', async () => {
    const rendered = await both({ files: [VOLUMES] });
    expect(workloads(rendered.theirs).map(extraVolume)).toEqual([NO_VOLUME, NO_VOLUME, NO_VOLUME]);
    expect(workloads(rendered.ours).map(extraVolume)).toEqual([A_VOLUME, A_VOLUME, A_VOLUME]);
    const places = compareObjects(rendered.theirs, rendered.ours).map(({ path }) => path);
    for (const place of places) expect(place).toMatch(/\.(volumes|volumeMounts)\[/);
  });

  it('environment: variables lie over the profile and under documents, where istioctl knows none', async () => {
    const env = { ISTIO_REVISIONS_HUB: 'example.com/environment' };
    const alone = await both({ files: [MINIMAL] }, env);
    expect(image(alone.theirs)).toMatch(/^registry\.istio\.io\/release\/pilot:/);
    expect(image(alone.ours)).toMatch(/^example\.com\/environment\/pilot:/);
    const beaten = await both({ files: [MINIMAL], settings: ['hub=example.com/setting'] }, env);
    expect(compareObjects(beaten.theirs, beaten.ours)).toEqual([]);
  });

  it('force: what is wrong is refused, where istioctl renders it when it is forced to', async () => {
    const files = [join(istioModule(minor), GENERATE_INPUTS, 'flag_force.yaml')];
    expect(await istioctl({ files, settings: [] })).toMatchObject({ type: 'refused' });
    expect(await istioctl({ files, settings: [] }, {}, ['--force'])).toMatchObject({
      type: 'rendered',
    });
    expect(ours.render({ files, settings: [] })).toMatchObject({ type: 'refused' });
  });

  it('equals-sign: a setting is split at its first one, where istioctl 1.30 splits at none of two', async () => {
    const settings = ['profile=minimal', 'values.pilot.env.JAVA_OPTS=-Da=b'];
    const rendered = await both({ settings });
    expect(environment(rendered.ours)['JAVA_OPTS']).toBe('-Da=b');
    expect(environment(rendered.theirs)).toMatchObject(
      minor === '1.30' ? { 'JAVA_OPTS=-Da=b': '' } : { JAVA_OPTS: '-Da=b' },
    );
  });
});

describe('docs/parity.md', () => {
  it('lists every deliberate difference that is proved, and no other', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'docs', 'parity.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([a-z-]+)` /gm)].map(([, row]) => row);
    const refused = MINORS.flatMap((minor) => [
      ...ownInputs(minor),
      ...upstreamInputs(minor),
    ]).flatMap(({ difference }) => difference?.row ?? []);
    expect(listed.sort()).toEqual([...new Set([...ROWS, ...refused])].sort());
  });
});

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Workload extends KubeObject {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

const A_VOLUME = { volumes: 1, mounts: ['/extra'] };
const NO_VOLUME = { volumes: 0, mounts: [] };

function failurePolicies(objects: readonly KubeObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'ValidatingWebhookConfiguration')
    .flatMap((object) => object['webhooks'] as { readonly failurePolicy: string }[])
    .map(({ failurePolicy }) => failurePolicy);
}

function workloads(objects: readonly KubeObject[]): Workload[] {
  return objects.filter(({ kind }) => ['Deployment', 'DaemonSet'].includes(kind)) as Workload[];
}

function extraVolume({ spec }: Workload): typeof A_VOLUME {
  const { containers, volumes } = spec.template.spec;
  return {
    volumes: volumes.filter(({ name }) => name === 'extra').length,
    mounts: containers
      .flatMap(({ volumeMounts }) => volumeMounts)
      .filter(({ name }) => name === 'extra')
      .map(({ mountPath }) => mountPath),
  };
}

function istiod(objects: readonly KubeObject[]): Container {
  const [container] = workloads(objects).flatMap(({ spec }) => spec.template.spec.containers);
  if (container === undefined) throw new Error('istiod was not rendered');
  return container;
}

function image(objects: readonly KubeObject[]): string {
  return istiod(objects).image;
}

function environment(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(istiod(objects).env.map(({ name, value }) => [name, value]));
}
