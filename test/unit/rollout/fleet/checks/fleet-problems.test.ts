import { known, unknown } from '../../../../../lib/rollout/fact';
import type { FleetFacts } from '../../../../../lib/rollout/fleet/checks/fleet-facts';
import { fleetProblems } from '../../../../../lib/rollout/fleet/checks/fleet-problems';
import {
  access,
  change,
  clocks,
  config,
  found,
  gateway,
  member,
  see,
  serverOf,
  SOUND,
  trusting,
} from '../../../../support/fleet-facts';

const NETWORK = 'topology.istio.io/network';

/** The mesh with `us` served by the istiods of `eu`. */
const remote = (services: readonly string[]): FleetFacts => {
  const facts = see('us', { meshConfigs: [], services });
  const members = facts.members.map((one) =>
    one.name === 'us' ? { ...one, controlPlane: 'eu', reads: [] } : one,
  );
  return { ...facts, members };
};

const noNetworks: FleetFacts = {
  ...SOUND,
  members: SOUND.members.map((one) => ({
    ...one,
    network: null,
    revisions: one.revisions.map((revision) => ({ ...revision, network: null })),
    found: known({ ...found(one.name), networkLabel: null }, 0),
  })),
};

describe('a rollout over clusters is not refused', () => {
  it.each<[string, FleetFacts]>([
    ['where nothing is wrong', SOUND],
    ['with all in one network that is not named', noNetworks],
    ['with clocks just within 30 s of each other', clocks(0, 30, 0)],
    ['while roots are rotated, as long as all have one in common', trusting(['A'], ['A', 'B'])],
    ['where nobody has written a root yet', trusting(['A'], [], ['A'])],
    ['with selectors that take every namespace', config({ discoverySelectors: [{}] })],
    [
      'with a discovery address of the world outside',
      config({ discoveryAddress: 'istiod.example.org:15012' }),
    ],
    ['with a discovery address that is not said', config({ discoveryAddress: null })],
    [
      'with access to an address that only the reader knows',
      access({ server: 'https://10.0.0.1' }),
    ],
    ['with access that has no annotation', access({ annotated: null })],
    [
      'for what would be found in a cluster that cannot be reached',
      change('us', { found: unknown('connection refused', 0) }),
    ],
    [
      'in a cluster without an istiod that has the Service of the other one',
      remote(['istio-system/istiod-1-30']),
    ],
  ])('%s', (_where, facts) => {
    expect(fleetProblems(facts)).toEqual([]);
  });
});

describe('a rollout over clusters is refused', () => {
  it.each<[string, FleetFacts, string | null, string]>([
    [
      'two members by one context',
      change('us', { context: 'kubeconfig eu' }),
      null,
      'eu, us are reached by the context kubeconfig eu; correct the kubeconfig or the context of all but one',
    ],
    [
      'two members that are one cluster by different addresses',
      see('us', { uid: 'uid-eu' }),
      null,
      'eu, us turned out to be one cluster, by the uid of its namespace kube-system; correct the kubeconfig or the context of all but one',
    ],
    [
      'a revision with another name of the cluster',
      change('us', {
        revisions: [{ revision: '1-30', clusterName: 'us-1', network: 'net-us' }],
      }),
      'us',
      'revision 1-30 calls the cluster "us-1", the mesh calls it "us"; set values.global.multiCluster.clusterName to "us"',
    ],
    [
      'a revision without a name of the cluster',
      change('us', { revisions: [{ revision: '1-30', clusterName: null, network: 'net-us' }] }),
      'us',
      'revision 1-30 calls the cluster "Kubernetes", as every one without a name, the mesh calls it "us"; set values.global.multiCluster.clusterName to "us"',
    ],
    [
      'a revision in another network',
      change('us', { revisions: [{ revision: '1-30', clusterName: 'us', network: 'net-eu' }] }),
      'us',
      'revision 1-30 puts its proxies into "net-eu", the cluster is in "net-us"; leave values.global.network out, since mesh.network sets it',
    ],
    [
      'a mesh namespace that is labelled for another network',
      see('us', { networkLabel: 'net-eu' }),
      'us',
      `namespace istio-system is labelled ${NETWORK}=net-eu, but the cluster's network is "net-us"; "up" sets it`,
    ],
    [
      'a mesh namespace without the label',
      see('us', { networkLabel: null }),
      'us',
      `namespace istio-system has no label ${NETWORK}, but the cluster's network is "net-us"; "up" sets it`,
    ],
    [
      'a missing access',
      see('eu', { secrets: found('eu').secrets.slice(1) }),
      'eu',
      'its istiods have no access to us, so its proxies know no endpoint there; "remote-secrets" issues it',
    ],
    [
      'access that is annotated for another cluster',
      access({ annotated: 'asia' }),
      'eu',
      'istio-system/istio-remote-secret-us is annotated for "asia" but istiods go by its key, "us"; correct the one that is wrong',
    ],
    [
      'access that leads to another cluster',
      access({ server: serverOf('asia') }),
      'eu',
      'istio-system/istio-remote-secret-us is for "us" but leads to https://asia.example.org, which is "asia"; "remote-secrets" issues it anew once it is deleted',
    ],
    [
      'access that leads back to the cluster that it is in',
      access({ server: serverOf('eu') }),
      'eu',
      'istio-system/istio-remote-secret-us is for "us" but leads to https://eu.example.org, which is "eu"; "remote-secrets" issues it anew once it is deleted',
    ],
    [
      'access without a kubeconfig',
      access({ server: null }),
      'eu',
      'istio-system/istio-remote-secret-us holds no kubeconfig under its key "us"; "remote-secrets" issues it anew once it is deleted',
    ],
    [
      'a root of trust that is not that of the others',
      trusting(['AA'], ['BB'], ['AA']),
      null,
      'us trusts BB…, eu, asia trust AA…, and they have none in common; give every cluster an intermediate of one root (Secret cacerts), and restart its istiods before the rollout',
    ],
    [
      'a clock that is ahead',
      clocks(0, 31, 0),
      'us',
      "its API server's clock is 31 s ahead of that of asia, and clocks are 31 s apart, more than 30 s: certificates would not be valid yet, or no longer; correct its time source",
    ],
    [
      'a clock that is behind',
      clocks(0, 0, -3600),
      'asia',
      "its API server's clock is 3600 s behind that of eu, and clocks are 3600 s apart, more than 30 s: certificates would not be valid yet, or no longer; correct its time source",
    ],
    [
      'a discovery address that no Service answers',
      config({ discoveryAddress: 'istiod.istio-system.svc:15012' }),
      'eu',
      'proxies of revision 1-30 are sent to istiod.istio-system.svc:15012, and there is no Service istio-system/istiod; set meshConfig.defaultConfig.discoveryAddress to "istiod-1-30.istio-system.svc:15012", whose Service the revision makes',
    ],
    [
      'a cluster without an istiod and without the Service of the other one',
      remote(['istio-system/istiod']),
      'us',
      'proxies of revision 1-30 are sent to istiod-1-30.istio-system.svc:15012, and there is no Service istio-system/istiod-1-30; set meshConfig.defaultConfig.discoveryAddress to "istiod-1-30.istio-system.svc:15012", whose Service the revision makes',
    ],
    [
      'selectors that leave a namespace of the mesh out',
      config({ discoverySelectors: [{ matchLabels: { team: 'shop' } }] }),
      'eu',
      'revision 1-30 discovers namespaces with team=shop, which istio-system is not: their pods get neither endpoints nor the root of trust; label them so, or add a selector',
    ],
    [
      "a Service that does not select its gateway's pods",
      gateway({ selector: { app: 'eastwest', istio: 'other' } }),
      'eu',
      "Service gateways/eastwest selects app=eastwest,istio=other, which pods of Deployment eastwest-1-30 are not: moving them would move no traffic; correct its selector, or labels.app and labels.istio in the gateway's values",
    ],
    [
      'a Service that selects one generation by another label than ours',
      gateway({ selector: { app: 'eastwest', x: 'y' } }),
      'eu',
      "Service gateways/eastwest selects app=eastwest,x=y, which pods of Deployment eastwest-1-31 are not: moving them would move no traffic; correct its selector, or labels.app and labels.istio in the gateway's values",
    ],
    [
      'a Service that selects nothing',
      gateway({ selector: {} }),
      'eu',
      'Service gateways/eastwest selects no pods; give it the selector of the gateway\'s pods, or let "up" make it',
    ],
  ])('for %s', (_reason, facts, name, message) => {
    expect(fleetProblems(facts)[0]).toEqual({ member: name, message });
  });

  it('for a cluster that is declared twice', () => {
    const facts = { ...SOUND, members: [...SOUND.members, { ...member('eu'), context: 'other' }] };
    const messages = fleetProblems(facts).map((problem) => problem.message);
    expect(messages).toEqual([
      '2 clusters are called "eu"; istiods would mix up their endpoints: give each a name of its own',
      'eu, eu have the API server https://eu.example.org; correct the kubeconfig or the context of all but one',
      'eu, eu turned out to be one cluster, by the uid of its namespace kube-system; correct the kubeconfig or the context of all but one',
    ]);
  });

  it('for a cluster without a network among others that have one', () => {
    const facts = change('us', {
      network: null,
      revisions: [{ revision: '1-30', clusterName: 'us', network: null }],
      found: known({ ...found('us'), networkLabel: null }, 0),
    });
    expect(fleetProblems(facts)).toEqual([
      {
        member: 'us',
        message:
          'no network is declared, while eu is in "net-eu", so its pods would be called directly from there; declare its network, the same one where pods do reach each other',
      },
    ]);
  });

  it.each([
    [
      'for a cluster that is none of the mesh',
      { cluster: 'gone', annotated: 'gone' },
      'istio-system/x is for "gone", which is no cluster of this mesh; delete it, or declare the cluster',
    ],
    [
      'for the cluster that it is in',
      { cluster: 'eu', annotated: 'eu' },
      'istio-system/x is for "eu", the cluster that it is in, whose endpoints would be there twice; delete it',
    ],
    [
      'for a cluster to which there is access already',
      { cluster: 'us', annotated: 'us', server: serverOf('us') },
      'istio-system/istio-remote-secret-us, istio-system/x are all for cluster "us"; delete all but one',
    ],
  ])('with a remote secret more, %s', (_what, secret, message) => {
    const more = { secret: 'istio-system/x', server: 'https://x', ...secret };
    const facts = see('eu', { secrets: [...found('eu').secrets, more] });
    expect(fleetProblems(facts)).toEqual([{ member: 'eu', message }]);
  });

  it('for two clocks that are too far from each other, though neither is from the third', () => {
    expect(fleetProblems(clocks(-20, 0, 20)).map((problem) => problem.member)).toEqual([
      'eu',
      'asia',
    ]);
  });

  it('with every reason at once', () => {
    const facts = see('us', { networkLabel: null, clockAhead: 60_000, roots: ['BB'] });
    expect(fleetProblems(facts)).toHaveLength(3);
  });
});
