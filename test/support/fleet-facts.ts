import { known } from '../../lib/rollout/fact';
import type {
  FleetFacts,
  FoundMember,
  MemberFacts,
} from '../../lib/rollout/fleet/checks/fleet-facts';

const NAMES = ['eu', 'us', 'asia'] as const;
/** Address of a cluster of the sound mesh. */
export const serverOf = (name: string): string => `https://${name}.example.org`;

/** A cluster of a sound mesh: a control plane in each, every cluster a network of its own. */
export function found(name: string): FoundMember {
  return {
    uid: `uid-${name}`,
    networkLabel: `net-${name}`,
    clockAhead: 0,
    roots: ['AA:AA'],
    secrets: NAMES.filter((other) => other !== name).map((cluster) => ({
      secret: `istio-system/istio-remote-secret-${cluster}`,
      cluster,
      annotated: cluster,
      server: serverOf(cluster),
    })),
    meshConfigs: [
      {
        revision: '1-30',
        discoveryAddress: 'istiod-1-30.istio-system.svc:15012',
        discoverySelectors: [],
      },
    ],
    services: ['istio-system/istiod-1-30'],
    gateways: [
      {
        gateway: 'gateways/eastwest',
        selector: {
          app: 'eastwest',
          istio: 'eastwest',
          'istio-revisions.dev/generation': '1-30',
        },
        workloads: [
          { name: 'eastwest-1-30', labels: { app: 'eastwest', istio: 'eastwest', x: 'y' } },
          { name: 'eastwest-1-31', labels: { app: 'eastwest', istio: 'eastwest' } },
        ],
      },
    ],
    namespaces: [
      { name: 'istio-system', labels: {} },
      { name: 'shop', labels: { team: 'shop' } },
    ],
  };
}

/** One of its members. */
export function member(name: string): MemberFacts {
  return {
    name,
    network: `net-${name}`,
    meshNamespace: 'istio-system',
    context: `kubeconfig ${name}`,
    server: serverOf(name),
    controlPlane: null,
    reads: NAMES.filter((other) => other !== name),
    revisions: [{ revision: '1-30', clusterName: name, network: `net-${name}` }],
    found: known(found(name), 0),
  };
}

/** A mesh of three clusters of which nothing is wrong. */
export const SOUND: FleetFacts = { members: NAMES.map(member) };

/** The sound mesh, with one member declared otherwise. */
export const change = (name: string, changes: Partial<MemberFacts>): FleetFacts => ({
  ...SOUND,
  members: SOUND.members.map((one) => (one.name === name ? { ...one, ...changes } : one)),
});

/** The sound mesh, with one member found otherwise. */
export const see = (name: string, changes: Partial<FoundMember>): FleetFacts =>
  change(name, { found: known({ ...found(name), ...changes }, 0) });

/** The sound mesh, with other access of `eu` to `us`. */
export const access = (changes: Partial<FoundMember['secrets'][number]>): FleetFacts => {
  const [first, ...others] = found('eu').secrets;
  return see('eu', { secrets: [{ ...first!, ...changes }, ...others] });
};

/** The sound mesh, with another MeshConfig in `eu`. */
export const config = (changes: Partial<FoundMember['meshConfigs'][number]>): FleetFacts =>
  see('eu', { meshConfigs: [{ ...found('eu').meshConfigs[0]!, ...changes }] });

/** The sound mesh, with another gateway in `eu`. */
export const gateway = (changes: Partial<FoundMember['gateways'][number]>): FleetFacts =>
  see('eu', { gateways: [{ ...found('eu').gateways[0]!, ...changes }] });

/** The sound mesh, with clocks that are ahead by this, in seconds. */
export const clocks = (...ahead: readonly number[]): FleetFacts => ({
  ...SOUND,
  members: SOUND.members.map((one, index) => ({
    ...one,
    found: known({ ...found(one.name), clockAhead: (ahead[index] ?? 0) * 1000 }, 0),
  })),
});

/** The sound mesh, with these roots in its clusters. */
export const trusting = (...roots: readonly (readonly string[])[]): FleetFacts => ({
  ...SOUND,
  members: SOUND.members.map((one, index) => ({
    ...one,
    found: known({ ...found(one.name), roots: roots[index] ?? [] }, 0),
  })),
});
