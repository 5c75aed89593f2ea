import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { Amounts } from '../../rollout/capacity/amounts';
import type { QuotaFact } from '../../rollout/capacity/capacity-fact';
import type { LabelRequirement } from '../../rollout/selector/label-selector';
import { quantityValue } from './quantity-value';

/** What the planner needs to know of a ResourceQuota. One that its controller has not counted yet has used nothing. */
export function quotaFact({ metadata, spec, status }: V1ResourceQuota): QuotaFact {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    hard: amounts(status?.hard ?? spec?.hard),
    used: amounts(status?.used),
    scopes: [
      ...(spec?.scopes ?? []).map((key) => ({ key, operator: 'Exists' }) as const),
      ...(spec?.scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values }) => ({
        key: scopeName,
        operator: operator as LabelRequirement['operator'],
        ...(values !== undefined && { values }),
      })),
    ],
  };
}

function amounts(quantities: Readonly<Record<string, string>> = {}): Amounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, quantity]) => [resource, quantityValue(quantity)]),
  );
}
