import { Size } from 'cdk8s';
import type { RevisionsOperatorProps } from '../../../constructs';
import { userLayers } from '../../../lib/operator/user-layers';
import { find, NAME, objectsOf, podOf, PROPS, textOf } from '../../support/installed-operator';

const AT_URL: Partial<RevisionsOperatorProps> = {
  state: { url: 's3://states/cluster-a', replicas: 2 },
};

describe('the operator in a cluster', () => {
  it('consists of these objects, whose names are a contract', () => {
    expect(objectsOf().map(textOf)).toEqual([
      'CustomResourceDefinition istiooperators.install.istio.io',
      `ServiceAccount istio-system/${NAME}`,
      `ClusterRole ${NAME}`,
      `ClusterRoleBinding ${NAME}`,
      `Role istio-system/${NAME}`,
      `RoleBinding istio-system/${NAME}`,
      `PersistentVolumeClaim istio-system/${NAME}`,
      `Deployment istio-system/${NAME}`,
      `Service istio-system/${NAME}`,
    ]);
  });

  it('drives rollouts only where it is told to, and judges their metrics where it is told who knows them', () => {
    const kinds = (props: Partial<RevisionsOperatorProps>) =>
      objectsOf(props)
        .map(textOf)
        .filter((text) => text.includes('revisionrollouts'));
    expect(kinds({})).toEqual([]);
    expect(kinds({ rollouts: {} })).toEqual([
      'CustomResourceDefinition revisionrollouts.istio-revisions.dev',
    ]);
    const own = podOf().container.args ?? [];
    const prometheus = 'http://prometheus.monitoring:9090';
    expect(podOf({ rollouts: {} }).container.args).toEqual([...own, '--rollouts']);
    expect(podOf({ rollouts: { prometheus } }).container.args).toEqual([
      ...own,
      '--rollouts',
      `--prometheus=${prometheus}`,
    ]);
    expect(() => objectsOf({ rollouts: { prometheus: 'prometheus:9090' } })).toThrow(
      /rollouts\.prometheus: found "prometheus:9090"; name its address/,
    );
  });

  it('is the same wherever in the tree it is', () => {
    expect(objectsOf({}, true)).toEqual(objectsOf());
    expect(JSON.stringify(objectsOf())).not.toContain('cdk8s.io/');
  });

  it('lives in the namespace of the mesh, whatever that is called', () => {
    const objects = objectsOf({ namespace: 'mesh' });
    const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
    expect([...new Set(namespaces)]).toEqual(['mesh']);
    expect(JSON.stringify(objects)).not.toContain('istio-system');
    expect(podOf({ namespace: 'mesh' }).container.args).toContain('--lease-namespace=mesh');
  });

  it('holds no Secret: the passphrase is only named, and read from a file', () => {
    expect(objectsOf().filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const { env, pod, container } = podOf();
    expect(env['PULUMI_CONFIG_PASSPHRASE_FILE']).toBe('/passphrase/istio');
    expect(pod.volumes?.find(({ name }) => name === 'passphrase')?.secret).toEqual({
      secretName: 'passphrases',
      items: [{ key: 'istio', path: 'istio' }],
      defaultMode: 0o440,
    });
    expect(container.volumeMounts).toContainEqual({
      name: 'passphrase',
      mountPath: '/passphrase',
      readOnly: true,
    });
  });
});

describe("the operator's pod", () => {
  it('may nothing that it does not need', () => {
    const { pod, container } = podOf();
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
    expect(container.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([false, undefined, undefined]);
  });

  it('writes to its volumes only', () => {
    const { container, env, pod } = podOf();
    const writable = (container.volumeMounts ?? []).filter(({ readOnly }) => readOnly !== true);
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/tmp', '/state']);
    expect(pod.volumes?.find(({ name }) => name === 'temporary')?.emptyDir).toBeDefined();
    expect([env['HOME'], env['ISTIO_REVISIONS_CACHE']]).toEqual(['/tmp', '/tmp/cache']);
  });

  it('hears no variables of the Services around it, which would be unknown settings', () => {
    // What Kubernetes makes of the operator's own Service.
    expect(() =>
      userLayers({ files: [] }, { ISTIO_REVISIONS_OPERATOR_PORT: 'tcp://10.0.0.1:8080' }),
    ).toThrow('ISTIO_REVISIONS_OPERATOR_PORT');
    expect(podOf().pod).toMatchObject({ enableServiceLinks: false });
  });

  it('is in no mesh, since that is what it manages', () => {
    expect(podOf().spec.template.metadata?.labels).toEqual({
      'app.kubernetes.io/name': NAME,
      'sidecar.istio.io/inject': 'false',
    });
  });

  it('is selected by its name, by its Deployment and by its Service', () => {
    const labels = { 'app.kubernetes.io/name': NAME };
    expect(podOf().spec.selector).toEqual({ matchLabels: labels });
    expect(find<{ spec: object }>(objectsOf(), 'Service').spec).toMatchObject({
      selector: labels,
      type: 'ClusterIP',
      ports: [{ name: 'metrics', port: 8080, targetPort: 8080 }],
    });
  });

  it('is scraped and asked for its health where it listens', () => {
    const { container, spec } = podOf();
    expect(container.args).toContain('--port=8080');
    expect(container.ports).toEqual([{ name: 'metrics', containerPort: 8080 }]);
    expect(spec.template.metadata?.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.io/path': '/metrics',
    });
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    expect(probes.map((probe) => [probe?.httpGet?.path, probe?.httpGet?.port])).toEqual([
      ['/healthz', 8080],
      ['/healthz', 8080],
      ['/readyz', 8080],
    ]);
  });

  it('has longer to stop than the engine waits for one object', () => {
    // customTimeouts of lib/deploy/register-resources.ts
    expect(podOf().pod.terminationGracePeriodSeconds).toBeGreaterThan(5 * 60);
  });

  it('takes settings, values of Secrets, resources and a log level', () => {
    const { env, container } = podOf({
      env: { ISTIO_REVISIONS_HUB: 'hub.example.org', TOKEN: { name: 'store', key: 'token' } },
      resources: { memory: { limit: Size.gibibytes(4) } },
      logLevel: 'debug',
    });
    expect(env['ISTIO_REVISIONS_HUB']).toBe('hub.example.org');
    expect(env['TOKEN']).toEqual({ secretKeyRef: { name: 'store', key: 'token' } });
    expect(container.resources).toEqual({ limits: { memory: '4096Mi' } });
    expect(container.args).toContain('--log-level=debug');
  });
});

describe('the state', () => {
  it('on a volume belongs to one pod, whose host name stays, so that it knows locks of its own', () => {
    const { spec, pod, env, container } = podOf();
    expect([spec.replicas, spec.strategy, pod.hostname]).toEqual([1, { type: 'Recreate' }, NAME]);
    expect(env['PULUMI_BACKEND_URL']).toBe('file:///state');
    expect(container.args).toContain('--work-dir=/state/operator');
    expect(container.volumeMounts).toContainEqual({ name: 'state', mountPath: '/state' });
    const claim = pod.volumes?.find(({ name }) => name === 'state')?.persistentVolumeClaim;
    expect(claim).toMatchObject({ claimName: NAME });
  });

  it.each([
    [undefined, undefined],
    ['fast', 'fast'],
  ])('on a volume of class %s is claimed as %s', (storageClass, storageClassName) => {
    const volume = {
      size: Size.gibibytes(3),
      ...(storageClass === undefined ? {} : { storageClass }),
    };
    const { spec } = find<{ spec: object }>(
      objectsOf({ state: { volume } }),
      'PersistentVolumeClaim',
    );
    expect(spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '3Gi' } },
      volumeMode: 'Filesystem',
      storageClassName,
    });
  });

  it('in an object store lets two pods stand in for each other', () => {
    const { spec, pod, env, container } = podOf(AT_URL);
    expect([spec.replicas, spec.strategy?.type, pod.hostname]).toEqual([
      2,
      'RollingUpdate',
      undefined,
    ]);
    expect(env['PULUMI_BACKEND_URL']).toBe('s3://states/cluster-a');
    expect(container.args).toContain('--work-dir=/tmp/operator');
    expect(container.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual([
      '/tmp',
      '/passphrase',
    ]);
    expect(objectsOf(AT_URL).map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
  });

  it('in an object store has one pod unless two are asked for', () => {
    expect(podOf({ state: { url: 'gs://states' } }).spec.replicas).toBe(1);
  });

  it.each<[string, Partial<RevisionsOperatorProps>, string]>([
    ['a file', { state: { url: 'file:///state' } }, 'state.url: found "file:///state"'],
    ['nothing', { state: { url: '' } }, 'state.url: found ""'],
    ['no address', { state: { url: 'states' } }, 'state.url: found "states"'],
    ['both', { state: { ...PROPS.state, url: 's3://states' } as never }, 'name one of the two'],
    ['neither', { state: {} as never }, 'name one of the two'],
    ['a variable', { env: { PULUMI_BACKEND_URL: 's3://x' } }, 'env.PULUMI_BACKEND_URL'],
  ])('is refused as %s', (_what, props, message) => {
    expect(() => objectsOf(props)).toThrow(message);
  });
});
