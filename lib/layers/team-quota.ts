import type { TeamNamespaceSpec } from './team-namespace';

type Amounts = Readonly<Record<string, string>>;

/** What limits a namespace as a whole, and each of its containers. */
export type QuotaObject =
  | {
      readonly apiVersion: 'v1';
      readonly kind: 'ResourceQuota';
      readonly metadata: { readonly name: string; readonly namespace: string };
      readonly spec: { readonly hard: Amounts };
    }
  | {
      readonly apiVersion: 'v1';
      readonly kind: 'LimitRange';
      readonly metadata: { readonly name: string; readonly namespace: string };
      readonly spec: { readonly limits: readonly object[] };
    };

const NAME = 'team';

/** How much of the cluster a namespace takes. */
export function teamQuota({ name: namespace, quota }: TeamNamespaceSpec): QuotaObject[] {
  if (quota === undefined) return [];
  const { hard, container } = quota;
  const metadata = { name: NAME, namespace };
  const { requests, limits } = container ?? {};
  const defaults = {
    type: 'Container',
    ...(requests === undefined ? {} : { defaultRequest: requests }),
    ...(limits === undefined ? {} : { default: limits }),
  };
  return [
    { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard } },
    ...(container === undefined
      ? []
      : [
          { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [defaults] } } as const,
        ]),
  ];
}
