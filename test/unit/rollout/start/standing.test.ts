import { ORIGINAL_ANNOTATION } from '../../../../lib/rollout/names';
import type { ClusterFacts } from '../../../../lib/rollout/start/cluster-facts';
import { alreadyMoved } from '../../../../lib/rollout/start/already-moved';
import { NOTHING_MOVED, standingOf } from '../../../../lib/rollout/start/standing';
import type { AddressFact, NamespaceFact, WorkloadFact } from '../../../../lib/rollout/observation';
import { anAddress } from '../../../support/an-address';
import {
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  aRecord,
  aWorkload,
  FROM,
  LATER,
  TO,
} from '../../../support/rollout-builders';

const original = { rev: FROM, injection: null };
const waves = [aGatewayWave(), aNamespaceWave('web', ['shop', 'bank'])];
const record = aRecord({ plan: { ...aRecord().plan, waves } });
const gateway = { namespace: 'ingress', name: 'gateway' };

/** Where a rollout of a gateway and two namespaces has brought them. */
function standing(
  namespaces: readonly NamespaceFact[],
  workloads: readonly WorkloadFact[] = [],
  from = record,
  addresses: readonly AddressFact[] = [],
) {
  const injectors = [FROM, TO, LATER].map((revision) => anInjector(revision));
  const facts = { namespaces, workloads, injectors, addresses } as unknown as ClusterFacts;
  const found = standingOf(from, facts);
  return {
    namespaces: [...found.namespaces.values()],
    gateways: Object.fromEntries(found.gateways),
  };
}

describe('where a rollout has brought its members', () => {
  it('is the revision that injects each namespace of it, with the labels of before', () => {
    const bank = aNamespace({ name: 'bank', labels: { 'istio.io/rev': FROM } });
    expect(standing([aNamespace(), bank]).namespaces).toEqual([
      { name: 'shop', revision: TO, original },
      { name: 'bank', revision: FROM, original },
    ]);
  });

  it('is nothing of a stranger, of what was not adopted, and of what somebody took elsewhere', () => {
    const nothing = { ...record, owned: { ...record.owned, namespaces: [] } };
    expect(standing([aNamespace({ name: 'other' })]).namespaces).toEqual([]);
    expect(standing([aNamespace()], [], nothing).namespaces).toEqual([]);
    const noted = aNamespace({ annotations: { [ORIGINAL_ANNOTATION]: '{}' } });
    expect(standing([noted], [], nothing).namespaces).toHaveLength(1);
    expect(standing([aNamespace({ labels: { 'istio.io/rev': LATER } })]).namespaces).toEqual([]);
    expect(standing([aNamespace({ labels: {} })]).namespaces).toEqual([]);
  });

  it('is the revision that all of the traffic of a gateway comes to, else the one that it came from', () => {
    const at = (serving: string | null, name = 'gateway') =>
      standing([], [], record, [anAddress({ serving, name })]).gateways;
    expect(at(TO)).toEqual({ 'ingress/gateway': TO });
    expect([at(null), at(FROM), at(LATER)]).toEqual(
      Array.from({ length: 3 }, () => ({ 'ingress/gateway': FROM })),
    );
    expect(at(TO, 'other')).toEqual({});
  });

  it('is the revision that the pod template of a gateway names that changes in place', () => {
    const gateways = [{ ...gateway, inPlace: true as const }];
    const plan = { ...record.plan, waves: [{ ...aGatewayWave(), gateways }] };
    const at = (changes: Partial<WorkloadFact>) =>
      standing([], [aWorkload({ ...gateway, ...changes })], { ...record, plan }).gateways;
    expect(at({ templateRev: TO })).toEqual({ 'ingress/gateway': TO });
    expect(at({ templateRev: FROM })).toEqual({ 'ingress/gateway': FROM });
    expect(at({ templateRev: LATER })).toEqual({});
    expect(at({ templateRev: null })).toEqual({});
    expect(at({ templateRev: TO, kind: 'StatefulSet' })).toEqual({});
    expect(at({ templateRev: TO, name: 'other' })).toEqual({});
  });
});

const NO_WORKLOADS = { workloads: [] };

describe('what a superseded rollout has moved', () => {
  const spec = { from: FROM, to: TO, waves: [] };
  const moved = {
    namespaces: new Map([
      ['uid-shop', { name: 'shop', revision: TO, original }],
      ['uid-bank', { name: 'bank', revision: FROM, original }],
    ]),
    gateways: new Map([
      ['ingress/gateway', TO],
      ['ingress/other', FROM],
    ]),
  };

  it('is a wave of gateways and one of namespaces, which nobody has to approve', () => {
    expect(alreadyMoved(spec, moved, NO_WORKLOADS)).toEqual([
      {
        name: 'moved-gateways',
        kind: 'gateway',
        gateways: [gateway],
        ...{ stepOf: 'moved-gateways', shares: [100], revision: TO, share: 100, scale: 100 },
        soakSeconds: 300,
        approval: false,
      },
      {
        name: 'moved',
        kind: 'namespace',
        namespaces: [{ name: 'shop', uid: 'uid-shop', original }],
        soakSeconds: 300,
        approval: false,
      },
    ]);
  });

  it('soaks as long as the spec says, and is no wave where there is nothing of it', () => {
    const { namespaces, gateways } = NOTHING_MOVED;
    const soaking = alreadyMoved({ ...spec, soakSeconds: 7 }, { ...moved, gateways }, NO_WORKLOADS);
    expect(soaking.map(({ name, soakSeconds }) => [name, soakSeconds])).toEqual([['moved', 7]]);
    expect(
      alreadyMoved(spec, { ...moved, namespaces }, NO_WORKLOADS).map(({ name }) => name),
    ).toEqual(['moved-gateways']);
    expect(alreadyMoved(spec, NOTHING_MOVED, NO_WORKLOADS)).toEqual([]);
  });
});
