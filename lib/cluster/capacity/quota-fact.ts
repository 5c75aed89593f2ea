import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { QuotaFact } from '../../rollout/capacity/capacity-fact';
import type { LabelRequirement } from '../../rollout/selector/label-selector';
import { readAmounts } from './read-amounts';

/** What the planner needs to know of a ResourceQuota. One that its controller has not counted yet has used nothing. */
export function quotaFact({ metadata, spec, status }: V1ResourceQuota): QuotaFact {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    hard: readAmounts(status?.hard ?? spec?.hard),
    used: readAmounts(status?.used),
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
