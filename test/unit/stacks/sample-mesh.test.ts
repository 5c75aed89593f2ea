import { Testing } from 'cdk8s';
import { devEnvironment } from '../../../stacks/environments/dev';
import { furtherNamespaces, SAMPLE_NAMESPACES, SampleMesh } from '../../../stacks/sample-mesh';

interface SampleObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: {
      readonly metadata: { readonly annotations?: Record<string, string> };
      readonly spec: { readonly serviceAccountName?: string };
    };
  };
}

describe('the sample mesh', () => {
  const objects = new SampleMesh(Testing.app(), 'sample').toJson() as SampleObject[];
  const of = (kind: string) => objects.filter((object) => object.kind === kind);

  it('has a service of two pods, under an account of its own, in each namespace', () => {
    expect(
      of('Deployment').map(({ metadata, spec }) => [
        metadata.namespace,
        spec.replicas,
        spec.template?.spec.serviceAccountName,
      ]),
    ).toEqual(SAMPLE_NAMESPACES.map((name) => [name, 2, name]));
    for (const kind of ['Service', 'ServiceAccount']) {
      expect(of(kind).map(({ metadata }) => metadata.namespace)).toEqual([...SAMPLE_NAMESPACES]);
    }
  });

  it('has the namespaces that the rollout of dev moves, on the revision that it moves from', () => {
    const waves = devEnvironment.rollout!.waves.flatMap((wave) =>
      'namespaces' in wave ? wave.namespaces : [],
    );
    expect([...waves].sort()).toEqual([...SAMPLE_NAMESPACES].sort());
    expect(
      new Set(of('Namespace').map(({ metadata }) => metadata.labels?.['istio.io/rev'])),
    ).toEqual(new Set([devEnvironment.rollout!.from]));
  });

  it('has as many further namespaces as are asked for, each of which calls the next one', () => {
    const larger = new SampleMesh(Testing.app(), 'larger', { further: 3 }).toJson();
    const further = (larger as SampleObject[]).filter(
      ({ kind, metadata }) =>
        kind === 'Deployment' && !SAMPLE_NAMESPACES.some((name) => name === metadata.namespace),
    );
    expect(further.map(({ metadata }) => metadata.namespace)).toEqual(furtherNamespaces(3));
    expect(
      further.map(({ spec }) =>
        Object.values(spec.template?.metadata.annotations ?? {}).map(
          (calls) => calls.split('.')[0],
        ),
      ),
    ).toEqual([['service-02'], ['service-03'], ['service-01']]);
  });
});
