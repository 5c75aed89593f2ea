import { blastRadius } from '../../../../lib/reconcile/deploy-plan/blast-radius';
import type { ObjectRef } from '../../../../lib/reconcile/deploy-plan/object-change';
import { known, unknown } from '../../../../lib/rollout/fact';
import { aChange } from '../../../support/deploy-builders';
import { aNamespace, anObservation, aPod } from '../../../support/rollout-builders';

const OBSERVATION = anObservation({
  namespaces: known(
    [
      aNamespace({ name: 'shop', labels: { 'istio.io/rev': '1-31' } }),
      aNamespace({ name: 'old', labels: { 'istio.io/rev': '1-30' } }),
      aNamespace({ name: 'plain', labels: {} }),
    ],
    0,
  ),
  pods: known(
    [
      aPod({ namespace: 'shop', name: 'cart-1', revision: '1-31' }),
      aPod({ namespace: 'shop', name: 'cart-2', revision: '1-31' }),
      aPod({ namespace: 'moved', name: 'bare', workload: null, revision: '1-31' }),
      aPod({ namespace: 'moved', name: 'bare-too', workload: null, revision: '1-31' }),
      aPod({ namespace: 'shop', name: 'done', phase: 'Succeeded', revision: '1-31' }),
      aPod({ namespace: 'old', name: 'web-1', revision: '1-30' }),
      aPod({ namespace: 'plain', name: 'job', revision: null }),
      aPod({
        namespace: 'gateways',
        name: 'ingress-1',
        workload: { kind: 'Deployment', name: 'ingress' },
        revision: '1-30',
      }),
    ],
    0,
  ),
});

const gateways = { type: 'gateways' } as const;
const rollout = { type: 'rollout' } as const;
const object = (kind: string, name: string, namespace?: string): ObjectRef => ({
  apiVersion: 'v1',
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

describe('what depends on a group of changes', () => {
  it('is, of a revision, every namespace that it injects and every living pod that it did', () => {
    expect(blastRadius([aChange(), aChange()], OBSERVATION)).toEqual([
      {
        group: { type: 'revision', revision: '1-31' },
        namespaces: ['moved', 'shop'],
        workloads: 3,
        pods: 4,
      },
    ]);
  });

  it('is everything in the mesh of what all revisions share', () => {
    const [shared] = blastRadius([aChange({ group: { type: 'shared' } })], OBSERVATION) ?? [];
    expect(shared).toMatchObject({
      namespaces: ['gateways', 'moved', 'old', 'shop'],
      workloads: 5,
      pods: 6,
    });
  });

  it.each(['Deployment', 'Service'])('is a gateway’s pods of its %s, and no others', (kind) => {
    const changes = [aChange({ group: gateways, object: object(kind, 'ingress', 'gateways') })];
    expect(blastRadius(changes, OBSERVATION)).toEqual([
      { group: gateways, namespaces: ['gateways'], workloads: 1, pods: 1 },
    ]);
    const elsewhere = [aChange({ group: gateways, object: object(kind, 'ingress', 'edge') })];
    expect(blastRadius(elsewhere, OBSERVATION)).toMatchObject([{ namespaces: [], pods: 0 }]);
  });

  it('is the namespace of a label, with its pods', () => {
    const changes = [aChange({ group: rollout, object: object('Namespace', 'old') })];
    expect(blastRadius(changes, OBSERVATION)).toEqual([
      { group: rollout, namespaces: ['old'], workloads: 1, pods: 1 },
    ]);
    const empty = [aChange({ group: rollout, object: object('Namespace', 'plain') })];
    expect(blastRadius(empty, OBSERVATION)).toMatchObject([{ namespaces: ['plain'], pods: 0 }]);
  });

  it('is told group by group', () => {
    const other = aChange({ group: { type: 'revision', revision: '1-30' } });
    const radius = blastRadius([aChange(), other], OBSERVATION) ?? [];
    expect(radius.map(({ namespaces }) => namespaces)).toEqual([
      ['moved', 'shop'],
      ['gateways', 'old'],
    ]);
  });

  it('is not known, and never nothing, where namespaces or pods could not be read', () => {
    const unread = unknown<never>('forbidden', 0);
    expect(blastRadius([aChange()], { ...OBSERVATION, pods: unread })).toBeNull();
    expect(blastRadius([aChange()], { ...OBSERVATION, namespaces: unread })).toBeNull();
  });
});
