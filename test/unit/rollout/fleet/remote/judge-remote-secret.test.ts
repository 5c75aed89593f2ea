import {
  judgeRemoteSecret,
  type FoundRemoteSecret,
  type WantedRemoteSecret,
} from '../../../../../lib/rollout/fleet/remote/judge-remote-secret';
import { CLUSTER_ANNOTATION } from '../../../../../lib/rollout/fleet/remote/names';
import type {
  KubeconfigFacts,
  TokenClaims,
} from '../../../../../lib/rollout/fleet/remote/remote-kubeconfig';

const WANTED: WantedRemoteSecret = {
  cluster: 'us-1',
  address: { server: 'https://us-1.example.org', caData: 'Y2E=' },
  account: { namespace: 'istio-system', name: 'istio-reader-eu-1', uid: 'uid-1' },
};

const TOKEN: TokenClaims = {
  namespace: 'istio-system',
  account: 'istio-reader-eu-1',
  accountUid: 'uid-1',
  issued: 0,
  expires: 9000,
};

const FACTS: KubeconfigFacts = { ...WANTED.address, token: TOKEN };

const FOUND: FoundRemoteSecret = {
  annotations: { [CLUSTER_ANNOTATION]: 'us-1' },
  clusters: { 'us-1': FACTS },
  isOurs: true,
  others: [],
};

const judge = (
  found: FoundRemoteSecret | null,
  { now = 3000, adopt = false, elsewhere = [] as readonly string[] } = {},
) => judgeRemoteSecret(WANTED, found, { now, adopt, elsewhere });

const withFacts = (facts: KubeconfigFacts | null): FoundRemoteSecret => ({
  ...FOUND,
  clusters: { 'us-1': facts },
});

const withToken = (claims: Partial<TokenClaims>): FoundRemoteSecret =>
  withFacts({ ...FACTS, token: { ...TOKEN, ...claims } });

describe('a remote secret that we issued', () => {
  it('is kept as long as more than a third of its life is left', () => {
    expect(judge(FOUND, { now: 5999 })).toEqual({ action: 'keep', expires: 9000 });
  });

  it.each<[string, FoundRemoteSecret | null, number, readonly string[]]>([
    ['it is missing', null, 3000, ['there is none']],
    ['a third of its life is left', FOUND, 6000, ['a third of its life is left, or less']],
    ['its last third has begun long ago', FOUND, 8999, ['a third of its life is left, or less']],
    ['it has expired', FOUND, 9000, ['it has expired']],
    [
      'the API server moved',
      withFacts({ ...FACTS, server: 'https://old.example.org' }),
      3000,
      ['it leads to https://old.example.org, not to https://us-1.example.org'],
    ],
    [
      'the API server has another authority',
      withFacts({ ...FACTS, caData: 'b2xk' }),
      3000,
      ["the API server's authority is another"],
    ],
    [
      'the API server is called otherwise in its certificate',
      withFacts({ ...FACTS, tlsServerName: 'old' }),
      3000,
      ["the name in the API server's certificate is another"],
    ],
    [
      'it is of another account',
      withToken({ account: 'istio-reader-service-account' }),
      3000,
      [
        'it is of the account istio-system/istio-reader-service-account, not of istio-system/istio-reader-eu-1',
      ],
    ],
    [
      'it is of an account of another namespace',
      withToken({ namespace: 'mesh' }),
      3000,
      ['it is of the account mesh/istio-reader-eu-1, not of istio-system/istio-reader-eu-1'],
    ],
    [
      'its account was made anew, which makes its token worthless',
      withToken({ accountUid: 'uid-0' }),
      3000,
      ['its account was made anew'],
    ],
    [
      'its token never ends',
      withFacts({ ...FACTS, token: null }),
      3000,
      ['it holds no token of an account that ends'],
    ],
    [
      'it holds no kubeconfig',
      withFacts(null),
      3000,
      ['it holds no token of an account that ends'],
    ],
    [
      'it is empty',
      { ...FOUND, clusters: {} },
      3000,
      ['it holds no token of an account that ends'],
    ],
    [
      'it says that it is of another cluster',
      { ...FOUND, annotations: { [CLUSTER_ANNOTATION]: 'eu-2' } },
      3000,
      [`its annotation ${CLUSTER_ANNOTATION} names another cluster, or none`],
    ],
  ])('is issued anew when %s', (_when, found, now, reasons) => {
    expect(judge(found, { now })).toEqual({ action: 'issue', reasons });
  });

  it('is issued anew with every reason at once', () => {
    const found = withFacts({ server: 'https://old', token: { ...TOKEN, accountUid: 'uid-0' } });
    const judgement = judge(found, { now: 9500 });
    expect(judgement.action === 'issue' && judgement.reasons).toHaveLength(4);
  });
});

describe('a remote secret that somebody else made', () => {
  const theirs: FoundRemoteSecret = {
    ...withFacts({ ...FACTS, token: null }),
    isOurs: false,
    others: ['kubectl-client-side-apply'],
  };

  it('is left alone, however bad it is', () => {
    expect(judge(theirs, { now: 9500 })).toEqual({
      action: 'leave',
      reason: 'kubectl-client-side-apply made it; adopt it, and it is renewed from then on',
    });
  });

  it('is taken over when that is asked for', () => {
    expect(judge(theirs, { adopt: true })).toEqual({
      action: 'issue',
      reasons: ['it is taken over from kubectl-client-side-apply'],
    });
  });

  it('is one that we issued and somebody changed since', () => {
    expect(judge({ ...FOUND, others: ['kubectl-edit'] })).toMatchObject({ action: 'leave' });
  });

  it('is one of which nobody knows who made it', () => {
    expect(judge({ ...theirs, others: [] })).toMatchObject({
      action: 'leave',
      reason: expect.stringMatching(/^somebody else made it/) as string,
    });
  });

  it('is left alone when it is of other clusters too, which an apply would leave in it', () => {
    const several = { ...theirs, clusters: { 'us-1': FACTS, 'us-2': FACTS } };
    expect(judge(several, { adopt: true })).toEqual({
      action: 'leave',
      reason:
        'it is of other clusters too (us-2); move those into a Secret each, or delete istio-remote-secret-us-1',
    });
  });

  it('stands in the way under any name, since istiod takes one Secret of a cluster only', () => {
    const elsewhere = ['by-hand'];
    expect(judge(null, { elsewhere, adopt: true })).toEqual({
      action: 'leave',
      reason:
        'by-hand already gives access to it; delete that, since istiod takes one of them only',
    });
  });
});
