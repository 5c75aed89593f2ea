import { stringify } from 'yaml';
import {
  readKubeconfig,
  remoteKubeconfig,
  tokenClaims,
} from '../../../../../lib/rollout/fleet/remote/remote-kubeconfig';

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const tokenOf = (payload: object): string => `${base64({ alg: 'RS256' })}.${base64(payload)}.c2ln`;

const PAYLOAD = {
  iat: 100,
  exp: 700,
  'kubernetes.io': {
    namespace: 'istio-system',
    serviceaccount: { name: 'istio-reader-eu-1', uid: 'uid-1' },
  },
};

const CLAIMS = {
  namespace: 'istio-system',
  account: 'istio-reader-eu-1',
  accountUid: 'uid-1',
  issued: 100_000,
  expires: 700_000,
};

describe('the kubeconfig of a remote secret', () => {
  it('is read back as what it was made of, but for the token', () => {
    const address = { server: 'https://us-1', caData: 'Y2E=', tlsServerName: 'kubernetes' };
    const token = tokenOf(PAYLOAD);
    const facts = readKubeconfig(remoteKubeconfig('us-1', address, token));
    expect(facts).toEqual({ ...address, token: CLAIMS });
    expect(JSON.stringify(facts)).not.toContain(token);
  });

  it('is read as istioctl writes it, in YAML and of an account whose token never ends', () => {
    const { exp: _exp, ...forEver } = PAYLOAD;
    const config = JSON.parse(
      remoteKubeconfig('us-1', { server: 'https://us-1' }, tokenOf(forEver)),
    ) as object;
    const text = stringify(config);
    expect(text).toMatch(/^apiVersion: v1$/m);
    expect(readKubeconfig(text)).toEqual({ server: 'https://us-1', token: null });
  });

  it('goes by its current context', () => {
    const other = { name: 'b', cluster: { server: 'https://b' } };
    const context = { name: 'b', context: { cluster: 'b', user: 'b' } };
    const config = JSON.parse(remoteKubeconfig('a', { server: 'https://a' }, 't')) as {
      clusters: object[];
      contexts: object[];
    };
    const text = JSON.stringify({
      ...config,
      clusters: [other, ...config.clusters],
      contexts: [context, ...config.contexts],
    });
    expect(readKubeconfig(text)?.server).toBe('https://a');
  });

  it.each(['', '[', 'null', 'text', '{"current-context":"a"}', 'a: b: c'])(
    'is none for %j',
    (text) => {
      expect(readKubeconfig(text)).toBeNull();
    },
  );
});

describe('a token', () => {
  it.each([
    ['no token', ''],
    ['no JSON', 'a.b.c'],
    ['of no account', tokenOf({ iat: 1, exp: 2 })],
    ['without a beginning', tokenOf({ ...PAYLOAD, iat: undefined })],
    [
      'of an account without a uid, as before Kubernetes 1.21',
      tokenOf({ ...PAYLOAD, 'kubernetes.io': { namespace: 'n', serviceaccount: { name: 'a' } } }),
    ],
  ])('says nothing when it is %s', (_what, token) => {
    expect(tokenClaims(token)).toBeNull();
  });
});
