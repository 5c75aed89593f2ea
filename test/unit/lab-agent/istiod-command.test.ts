import type { V1Pod } from '@kubernetes/client-node';
import { istiodCommand, UnknownIstioMinor } from '../../../lab/agent/istiod-command';

const PORTS = { http: 1, grpc: 2, secureGrpc: 3, monitoring: 4, https: 5 };
const BINARIES = { '1.30': '/bin/pilot-1.30', '1.31': '/bin/pilot-1.31' };

const istiod = (image: string, env: { name: string; value: string }[] = []): V1Pod => ({
  metadata: { name: 'istiod-1-31-abc', namespace: 'istio-system' },
  spec: {
    containers: [
      {
        name: 'discovery',
        image,
        args: ['discovery', '--monitoringAddr=:15014', '--keepaliveMaxServerConnectionAge', '30m'],
        env,
      },
    ],
  },
});
const command = (pod: V1Pod) => istiodCommand(pod, BINARIES, PORTS, '/k');

describe('the process in place of an istiod pod', () => {
  it.each([
    ['registry.istio.io/release/pilot:1.31.0', '/bin/pilot-1.31'],
    ['registry.istio.io/release/pilot:1.30.3-distroless', '/bin/pilot-1.30'],
    ['localhost:5000/pilot:1.31.2', '/bin/pilot-1.31'],
  ])('is of the minor of image %s', (image, binary) => {
    expect(command(istiod(image)).binary).toBe(binary);
  });

  it.each([
    'registry.istio.io/release/pilot:1.29.0',
    'registry.istio.io/release/pilot:latest',
    'registry.istio.io/release/pilot',
    'localhost:5000/pilot',
  ])('does not exist for image %s, and the error names what the lab has', (image) => {
    expect(() => command(istiod(image))).toThrow(UnknownIstioMinor);
    expect(() => command(istiod(image))).toThrow(/1\.30, 1\.31/);
  });

  it('keeps the arguments of the chart and puts every address on loopback', () => {
    expect(command(istiod('x/pilot:1.31.0')).args).toEqual([
      'discovery',
      '--keepaliveMaxServerConnectionAge',
      '30m',
      '--kubeconfig=/k',
      '--httpAddr=127.0.0.1:1',
      '--grpcAddr=127.0.0.1:2',
      '--secureGRPCAddr=127.0.0.1:3',
      '--monitoringAddr=127.0.0.1:4',
      '--httpsAddr=127.0.0.1:5',
      '--ctrlz_port=0',
    ]);
  });

  it.each([
    [[], 'localhost'],
    [[{ name: 'ISTIOD_CUSTOM_HOST', value: 'localhost' }], 'localhost'],
    [[{ name: 'ISTIOD_CUSTOM_HOST', value: 'istiod.example.org' }], 'istiod.example.org,localhost'],
  ])('serves a certificate for localhost with environment %j', (env, hosts) => {
    expect(command(istiod('x/pilot:1.31.0', env)).env['ISTIOD_CUSTOM_HOST']).toBe(hosts);
  });

  it("does not read the container's kubeconfig, which is of another cluster", () => {
    const env = [{ name: 'KUBECONFIG', value: '/var/run/secrets/remote/config' }];
    expect(command(istiod('x/pilot:1.31.0', env)).env['KUBECONFIG']).toBe('');
  });
});
