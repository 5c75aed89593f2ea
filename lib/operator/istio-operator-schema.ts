const object = (
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const open = { type: 'object' };
const boolean = { type: 'boolean' };
const string = { type: 'string' };
const list = (items: unknown) => ({ type: 'array', items });

const gateway = object({ name: string, enabled: boolean });

/** A DNS-1123 label: what a revision may be called. */
export const REVISION_PATTERN = '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$';

/** JSON schema of what this version renders of an IstioOperator document. */
export const ISTIO_OPERATOR_SCHEMA = object(
  {
    apiVersion: { const: 'install.istio.io/v1alpha1' },
    kind: { const: 'IstioOperator' },
    metadata: open,
    spec: object({
      profile: string,
      installPackagePath: string,
      hub: { type: 'string', pattern: '^[a-z0-9][a-z0-9._:/-]*$' },
      tag: { type: ['string', 'number'], pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$' },
      revision: { type: 'string', pattern: REVISION_PATTERN },
      compatibilityVersion: string,
      meshConfig: open,
      values: open,
      unvalidatedValues: open,
      components: object({
        base: object({ enabled: boolean }),
        pilot: object({
          enabled: boolean,
          k8s: object({
            replicaCount: { type: 'integer', minimum: 0 },
            resources: open,
            nodeSelector: open,
            affinity: open,
            tolerations: list(open),
            podAnnotations: open,
            env: list(object({ name: string, value: string }, ['name', 'value'])),
          }),
        }),
        ingressGateways: list(gateway),
        egressGateways: list(gateway),
      }),
    }),
  },
  ['apiVersion', 'kind', 'spec'],
);

/** Fields that istioctl knows and this version does not render yet, by the path of their parent. */
export const NOT_SUPPORTED_YET: Readonly<Record<string, readonly string[]>> = {
  spec: ['namespace'],
  'spec.components': ['cni', 'ztunnel', 'istiodRemote'],
  'spec.components.base': ['k8s'],
  'spec.components.pilot': ['namespace', 'hub', 'tag'],
  'spec.components.pilot.k8s': [
    'hpaSpec',
    'imagePullPolicy',
    'podDisruptionBudget',
    'priorityClassName',
    'readinessProbe',
    'service',
    'strategy',
    'serviceAnnotations',
    'securityContext',
    'volumes',
    'volumeMounts',
    'overlays',
  ],
};
