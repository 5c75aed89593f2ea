import { driftOf } from '../../../lib/rollout/drift';
import { known, unknown } from '../../../lib/rollout/fact';
import type { Observation } from '../../../lib/rollout/observation';
import type { RolloutRecord } from '../../../lib/rollout/record';
import { anAddress } from '../../support/an-address';
import {
  aGatewayWave,
  aNamespace,
  aNamespaceWave,
  anInjector,
  anIstiod,
  anObservation,
  aPointer,
  aRecord,
  AT,
  aWorkload,
  FROM,
  TO,
} from '../../support/rollout-builders';

const waves = [aGatewayWave(), aNamespaceWave('web', ['shop']), aNamespaceWave('core', ['bank'])];
const moved = aRecord({ plan: { ...aRecord().plan, waves }, released: 2 });
const gateway = { namespace: 'ingress', name: 'gateway' };
const bank = aNamespace({ name: 'bank', labels: {} });

/** Deployments of the gateway, one for each revision. */
const generations = (...revisions: readonly string[]) =>
  revisions.map((templateRev) =>
    aWorkload({ ...gateway, name: `gateway-${templateRev}`, templateRev }),
  );

/** Drift in a cluster whose released waves are where they belong, but for what is said. */
function drift(changes: Partial<Observation> = {}, record: RolloutRecord = moved) {
  return driftOf(
    record,
    anObservation({
      namespaces: known([aNamespace(), bank], AT),
      workloads: known([...generations(FROM, TO), aWorkload()], AT),
      ...changes,
    }),
  );
}

const seen = (changes: Parameters<typeof aNamespace>[0]) =>
  drift({ namespaces: known([aNamespace(changes), bank], AT) });

describe('drift', () => {
  it('is none where everything of the released waves is where it belongs', () => {
    expect(drift()).toEqual([]);
  });

  it('is a namespace with another label, or none, that nobody holds', () => {
    expect(seen({ labels: { 'istio.io/rev': FROM } })).toEqual(['Namespace shop']);
    expect(seen({ labels: {} })).toEqual(['Namespace shop']);
  });

  it('is no label that somebody else holds, and no namespace that is gone', () => {
    expect(seen({ labels: {}, revManagers: ['kubectl'] })).toEqual([]);
    expect(drift({ namespaces: known([], AT) })).toEqual([]);
  });

  it('is a generation of a gateway that is gone, or whose template names another revision', () => {
    expect(drift({ workloads: known(generations(FROM), AT) })).toEqual([
      `Deployment ingress/gateway-${TO}`,
    ]);
    const [old, fresh] = generations(FROM, TO);
    const changed = known([old!, { ...fresh!, templateRev: FROM }], AT);
    expect(drift({ workloads: changed })).toEqual([`Deployment ingress/gateway-${TO}`]);
  });

  it('is an address that leads elsewhere than the gateway belongs, and none that is not known', () => {
    const at = (serving: string | null) =>
      drift({ addresses: known([anAddress({ serving })], AT) });
    expect([at(TO), at(FROM), at(null)]).toEqual([
      [],
      ['Service ingress/gateway'],
      ['Service ingress/gateway'],
    ]);
    expect(drift({ addresses: known([], AT) })).toEqual([]);
    expect(drift({ addresses: unknown('503', AT) })).toEqual([]);
  });

  it('of a gateway that changes in place is its one template', () => {
    const gateways = [{ ...gateway, inPlace: true as const }];
    const plan = { ...moved.plan, waves: [{ ...aGatewayWave(), gateways }, ...waves.slice(1)] };
    const at = (templateRev: string) =>
      drift(
        {
          workloads: known([aWorkload({ ...gateway, templateRev })], AT),
          addresses: known([anAddress({ serving: null })], AT),
        },
        { ...moved, plan },
      );
    expect([at(TO), at(FROM)]).toEqual([[], ['Deployment ingress/gateway']]);
  });

  it('is a pointer that is ours and leads elsewhere than it belongs', () => {
    const record = { ...moved, owned: { ...moved.owned, pointers: { 'tag default': FROM } } };
    const at = (changes: Parameters<typeof aPointer>[1]) =>
      drift({ pointers: known([aPointer(TO, changes)], AT) }, record);
    expect(at({})).toEqual(['MutatingWebhookConfiguration istio-revision-tag-default']);
    expect(at({ ours: false })).toEqual([]);
    expect(at({ revision: FROM })).toEqual([]);
    expect(at({ tag: 'other' })).toEqual([]);
  });

  it('is a control plane of the target that is not whole, but not on the way back', () => {
    const without = { injectors: known([anInjector(FROM), anInjector(TO, { tag: 'x' })], AT) };
    expect(drift(without)).toEqual([`Revision ${TO}`]);
    const gone = { revisionObjects: known({ [FROM]: [], [TO]: [`Service istio-system/x`] }, AT) };
    expect(drift(gone)).toEqual([`Revision ${TO}`]);
    const back = { ...moved, phase: 'rolling-back', kept: 2 } as const;
    expect(drift(gone, back)).toEqual([]);
  });

  it('is an old control plane that came back after it was removed', () => {
    const retired = { ...moved, retired: [FROM] };
    expect(drift({}, retired)).toEqual([`Revision ${FROM}`]);
    const left = { [FROM]: ['ConfigMap istio-system/x'], [TO]: ['Deployment istiod'] };
    expect(drift({ revisionObjects: known(left, AT) }, retired)).toEqual([]);
  });

  it('is a patch whose istiods are all at the other version, not one on its way', () => {
    const ends = { from: `${FROM}@1.30.3`, to: `${FROM}@1.30.4` };
    const patch = aRecord({ plan: { ...aRecord().plan, ...ends, waves: [] }, released: 0 });
    const at = (...istiods: string[]) =>
      drift(
        {
          istiods: known(
            istiods.map((one) => anIstiod(one)),
            AT,
          ),
        },
        patch,
      );
    expect(at(ends.from)).toEqual([`Revision ${ends.to}`]);
    expect(at(ends.from, ends.to)).toEqual([]);
    expect(at()).toEqual([]);
  });

  it('is nothing that could not be read', () => {
    const blind = unknown<never>('503', AT);
    const all = { namespaces: blind, workloads: blind, pointers: blind, injectors: blind };
    expect(drift({ ...all, revisionObjects: blind, istiods: blind })).toEqual([]);
  });
});
