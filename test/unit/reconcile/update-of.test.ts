import type { DeployPlan } from '../../../lib/reconcile/deploy-plan/deploy-plan';
import type { ObjectChange } from '../../../lib/reconcile/deploy-plan/object-change';
import { updateOf } from '../../../lib/reconcile/update-of';
import { aBody, aChange, aLabelPatch, aPlan, aResource } from '../../support/deploy-builders';

const SETTINGS = aResource(aBody('ConfigMap', 'settings'));
const SHOP = aLabelPatch('shop', '1-31');
const WEB = aLabelPatch('web', '1-31');
const RESOURCES = [SETTINGS, SHOP, WEB];

function labelled({ type, name }: typeof SHOP, changes: Partial<ObjectChange> = {}): ObjectChange {
  return aChange({ type, object: { apiVersion: 'v1', kind: 'Namespace', name }, ...changes });
}

function told(touched: readonly ObjectChange[], plan: Partial<DeployPlan> = {}) {
  return updateOf(RESOURCES, touched, aPlan(plan), false);
}

const WHOLE = { resources: RESOURCES, refresh: false };

describe('an update', () => {
  it('may be of labels alone where nothing else moves', () => {
    expect(told([labelled(SHOP)])).toEqual({ ...WHOLE, part: [SHOP] });
    expect(told([labelled(WEB, { op: 'create' }), labelled(SHOP)]).part).toEqual([WEB, SHOP]);
  });

  it.each<[string, readonly ObjectChange[], Partial<DeployPlan>]>([
    ['nothing changes', [], {}],
    ['something else changes with them', [labelled(SHOP), aChange()], {}],
    ['a label is given up', [labelled(SHOP, { op: 'forget' })], {}],
    ['the stack forgot objects', [labelled(SHOP)], { lost: [SETTINGS.key] }],
    ['the stack was never updated, or not to its end', [labelled(SHOP)], { isSettled: false }],
  ])('is of everything where %s', (_why, touched, plan) => {
    expect(told(touched, plan)).toEqual(WHOLE);
  });

  it('looks at the cluster first where drift is put back, and not where it is only told', () => {
    const plan = aPlan({ hasDrift: true });
    expect(updateOf(RESOURCES, [], plan, true).refresh).toBe(true);
    expect(updateOf(RESOURCES, [], plan, false).refresh).toBe(false);
  });
});
