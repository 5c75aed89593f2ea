import type { InspectedObject } from '../../../../lib/cluster/inspect-objects';
import type { RawObject } from '../../../../lib/cluster/raw-objects';
import { aBody, aLabelPatch, aLive, aResource, owns } from '../../../support/deploy-builders';
import { planOf, told } from '../../../support/plan-of';

const SETTINGS = aResource(aBody('ConfigMap', 'settings', { data: { mode: 'a' } }));

function withData(mode: string): RawObject {
  return aLive({ ...SETTINGS.body, data: { mode } });
}

const conflict = (manager: string, field = '.data.mode') => ({ manager, field });

describe('an object that the stack does not know', () => {
  const unknownTo = (live: RawObject, changes: Partial<InspectedObject> = {}) =>
    planOf([SETTINGS], {
      inspected: { [SETTINGS.key]: { live, applied: live, ...changes } },
      remembered: [],
    });

  it('but which is ours was lost: it is taken in again, with what changes', () => {
    const same = unknownTo(aLive(SETTINGS.body, 'pulumi-kubernetes'));
    expect([told(same), same.lost, same.isDone]).toEqual([[], [SETTINGS.key], false]);
    const differing = unknownTo(withData('old'), { applied: withData('a') });
    expect(told(differing)).toEqual(['update ConfigMap istio-system/settings']);
    expect(differing.lost).toEqual([SETTINGS.key]);
  });

  it('and which somebody else made is adopted, and its makers give way', () => {
    const live = aLive(SETTINGS.body, 'helm');
    const status = { ...owns('kubectl', {}), subresource: 'status' };
    const managedFields = [
      ...(live.metadata.managedFields ?? []),
      owns('helm', {}),
      owns('pilot-discovery', {}),
      status,
    ];
    const plan = unknownTo({ ...live, metadata: { ...live.metadata, managedFields } });
    expect(told(plan)).toEqual(['adopt ConfigMap istio-system/settings']);
    expect(plan.changes[0]?.yielding).toEqual(['helm']);
    expect([plan.problems, plan.lost]).toEqual([[], []]);
  });

  it('is adopted with every difference, and none of them is drift', () => {
    const live = aLive({ ...SETTINGS.body, data: { mode: 'old' } }, 'helm');
    const plan = unknownTo(live, { applied: withData('a'), conflicts: [conflict('helm')] });
    expect(told(plan)).toEqual(['adopt ConfigMap istio-system/settings']);
    expect(plan.changes[0]?.fields.map(({ path }) => path)).toEqual(['data.mode']);
  });

  it('is not ours only because a status or a single field of it is', () => {
    const live = aLive(SETTINGS.body, 'helm');
    const ours = { ...owns('istio-revisions-deploy', {}), subresource: 'status' };
    const restarted = owns('istio-revisions-restart', { 'f:spec': {} });
    const managedFields = [...(live.metadata.managedFields ?? []), ours, restarted];
    const plan = unknownTo({ ...live, metadata: { ...live.metadata, managedFields } });
    expect(told(plan)).toEqual(['adopt ConfigMap istio-system/settings']);
  });

  it('is refused while a controller reconciles it', () => {
    const body = {
      ...SETTINGS.body,
      metadata: {
        ...SETTINGS.body.metadata,
        annotations: { 'argocd.argoproj.io/tracking-id': 'x' },
      },
    };
    const plan = unknownTo(aLive(body, 'argocd-controller'));
    expect(told(plan)).toEqual([]);
    expect(plan.problems).toMatchObject([
      { code: 'reconciled', message: expect.stringContaining('Argo CD reconciles it') as unknown },
    ]);
  });

  it('is not adopted where it could not be compared', () => {
    const plan = unknownTo(aLive(SETTINGS.body, 'helm'), {
      applied: null,
      untried: 'failed calling webhook "rev.validation.istio.io"',
    });
    expect(told(plan)).toEqual([]);
    expect(plan.problems).toMatchObject([
      {
        code: 'refused',
        message: expect.stringContaining('could not be tried: failed calling webhook') as unknown,
      },
    ]);
  });

  it('but is only the label of a namespace is simply written', () => {
    const label = aLabelPatch('shop', '1-31');
    const live = aLive(aLabelPatch('shop', '1-30').body, 'istio-revisions');
    const input = { live, applied: aLive(label.body, 'istio-revisions') };
    const plan = planOf([label], { inspected: { [label.key]: input }, remembered: [] });
    expect([told(plan), plan.lost]).toEqual([['update Namespace shop'], []]);
  });
});

describe('a field that somebody else owns', () => {
  const contested = (...managers: string[]) =>
    planOf([SETTINGS], {
      inspected: {
        [SETTINGS.key]: {
          live: withData('theirs'),
          applied: withData('a'),
          conflicts: managers.map((manager) => conflict(manager)),
        },
      },
    });

  it('is given up by a manager that is known to yield', () => {
    const plan = contested('kubectl-edit', 'helm', 'helm');
    expect(plan.problems).toEqual([]);
    expect(plan.changes[0]?.yielding).toEqual(['kubectl-edit', 'helm']);
  });

  it('is a problem where a manager is not known, naming the fields and whose they are', () => {
    const { changes, problems } = planOf([SETTINGS], {
      inspected: {
        [SETTINGS.key]: {
          live: withData('theirs'),
          conflicts: [
            conflict('kubectl-edit'),
            conflict('gatekeeper', '.data.z'),
            conflict('gatekeeper'),
            conflict('gatekeeper'),
            conflict('istio-revisions-deploy'),
          ],
        },
      },
    });
    expect(changes).toEqual([]);
    expect(problems).toEqual([
      {
        code: 'conflict',
        object: expect.objectContaining({ kind: 'ConfigMap', name: 'settings' }) as unknown,
        message:
          'somebody else owns what would change: .data.mode (gatekeeper), .data.z (gatekeeper)',
        next: 'let gatekeeper give up these fields, or take them out of the source; nothing is forced',
      },
    ]);
  });

  it('is never taken where only a part of the object is ours, whoever set it', () => {
    const label = aLabelPatch('shop', '1-31');
    const plan = planOf([label], {
      inspected: {
        [label.key]: {
          live: aLive(aLabelPatch('shop', 'by-hand').body, 'kubectl-label'),
          conflicts: [conflict('kubectl-label', '.metadata.labels.istio.io/rev')],
        },
      },
    });
    expect(told(plan)).toEqual([]);
    expect(plan.problems).toMatchObject([
      {
        code: 'conflict',
        message:
          'somebody else owns what would change: .metadata.labels.istio.io/rev (kubectl-label)',
      },
    ]);
  });

  it('is none where the owner is this program under another of its names', () => {
    const plan = contested('pulumi-kubernetes', 'istio-revisions-deploy');
    expect(plan.problems).toEqual([]);
    expect(plan.changes[0]?.yielding).toEqual([]);
  });
});

describe('a write that the API server refuses', () => {
  const refused = (refusal: string) =>
    planOf([SETTINGS], { inspected: { [SETTINGS.key]: { applied: null, refusal } } });

  it.each([
    'Service "x" is invalid: spec.clusterIP: Invalid value: "": field is immutable',
    'cannot change roleRef',
    'spec.volumeName: may not change once set',
  ])('would be a replacement: %s', (refusal) => {
    const { problems, changes } = refused(refusal);
    expect(changes).toEqual([]);
    expect(problems).toMatchObject([
      { code: 'replacement', message: `it would have to be deleted and made anew: ${refusal}` },
    ]);
  });

  it.each(['forbidden: User "x" cannot patch', 'admission webhook "x" denied the request'])(
    'is a refusal else: %s',
    (refusal) => {
      expect(refused(refusal).problems).toMatchObject([{ code: 'refused', message: refusal }]);
    },
  );

  it('is a problem of an object that is not there yet, too', () => {
    const { problems, changes } = planOf([SETTINGS], {
      inspected: { [SETTINGS.key]: { live: null, refusal: 'denied' } },
      remembered: [],
    });
    expect([changes, problems.length]).toEqual([[], 1]);
  });
});
