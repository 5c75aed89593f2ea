import type { kinds } from '../generated/newest';
import { layerName, layerNamespace } from './layer-name';
import type { LayerObjects } from './layer-objects';
import type { LayerProblem } from './layer-problem';
import type {
  AuthenticationSpec,
  AuthorizationOperation,
  AuthorizationRule,
  AuthorizationSource,
} from './policy-types';

/** As HTTP has them; Istio compares letter by letter. */
const METHOD = /^\*?[A-Z]+\*?$|^\*$/;

/** Fields of a source that a caller without a certificate of the mesh has not. */
const IDENTITY = ['namespaces', 'principals', 'serviceAccounts', 'trustDomains'] as const;

type Found = Omit<LayerProblem, 'object'>;

/** Rules that let nothing in although they say so, or that refuse nothing although they say that: no request is ever like that. */
export function authorizationProblems(objects: LayerObjects): LayerProblem[] {
  return objects.authorizations.flatMap((policy) => {
    const { rules = [] } = policy.spec ?? {};
    const found = rules.flatMap((rule, index) => {
      const path = `spec.rules[${String(index)}]`;
      return [
        ...(rule.from ?? []).flatMap(({ source }, place) =>
          sourceProblems(source ?? {}, `${path}.from[${String(place)}].source`),
        ),
        ...(rule.to ?? []).flatMap(({ operation }, place) =>
          operationProblems(operation ?? {}, `${path}.to[${String(place)}].operation`),
        ),
        ...plaintextProblems(policy, rule, path, objects),
      ];
    });
    return found.map((problem) => ({ object: layerName(policy), ...problem }));
  });
}

function sourceProblems(source: AuthorizationSource, path: string): Found[] {
  const fields = Object.entries(source) as [string, readonly string[] | undefined][];
  return [
    ...contradictions(fields, path),
    ...(source.serviceAccounts ?? [])
      .filter((account) => !/^([^/]+\/)?[^/]+$/.test(account))
      .map((account) => ({
        path: `${path}.serviceAccounts`,
        message: `found "${account}", must be <namespace>/<name>; no caller is called so`,
      })),
    ...(source.principals ?? [])
      .filter((principal) => !isPrincipal(principal))
      .map((principal) => ({
        path: `${path}.principals`,
        message: `found "${principal}", must be <trust domain>/ns/<namespace>/sa/<account>, without spiffe://; no caller is called so`,
      })),
  ];
}

function isPrincipal(principal: string): boolean {
  return principal.includes('*') || /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(principal);
}

function operationProblems(operation: AuthorizationOperation, path: string): Found[] {
  const fields = Object.entries(operation) as [string, readonly string[] | undefined][];
  return [
    ...contradictions(fields, path),
    ...(operation.methods ?? [])
      .filter((method) => !METHOD.test(method))
      .map((method) => ({
        path: `${path}.methods`,
        message: `found "${method}"; methods are compared as they are, such as GET`,
      })),
    ...(operation.paths ?? [])
      .filter((one) => !/^[/*{]/.test(one))
      .map((one) => ({
        path: `${path}.paths`,
        message: `found "${one}"; every path begins with "/"`,
      })),
    ...(operation.ports ?? [])
      .filter((port) => !isPort(port))
      .map((port) => ({
        path: `${path}.ports`,
        message: `found "${port}", must be a port from 1 to 65535 of the pods`,
      })),
  ];
}

function isPort(port: string): boolean {
  return /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
}

/** What is asked for and, by the field that says the opposite, refused whatever it is. */
function contradictions(
  fields: readonly (readonly [string, readonly string[] | undefined])[],
  path: string,
): Found[] {
  const all = new Map(fields);
  return fields.flatMap(([field, values = []]) => {
    const opposite = all.get(`not${field.charAt(0).toUpperCase()}${field.slice(1)}`) ?? [];
    const left = values.filter((value) => !opposite.includes(value) && !opposite.includes('*'));
    if (values.length === 0 || left.length > 0) return [];
    const message = `found ${values.join(', ')}, all of which is taken out again: the rule never matches`;
    return [{ path: `${path}.${field}`, message }];
  });
}

/** Who comes without a certificate has no namespace and no account. */
function plaintextProblems(
  policy: kinds.AuthorizationPolicy,
  { from, to }: AuthorizationRule,
  path: string,
  { authentications }: LayerObjects,
): Found[] {
  if (policy.spec?.action === 'DENY' || from === undefined) return [];
  if (!from.every(({ source }) => IDENTITY.some((field) => source?.[field] !== undefined)))
    return [];
  const ports = (to ?? []).flatMap(({ operation }) => operation?.ports ?? []);
  const plain = authentications
    .filter((one) => layerNamespace(one) === layerNamespace(policy))
    .filter((one) => isSameSelection(one, policy))
    .flatMap(({ spec }) => plainPorts(spec ?? {}));
  const blind = ports.filter((port) => plain.includes(port) || plain.includes('*'));
  if (ports.length === 0 ? !plain.includes('*') : blind.length < ports.length) return [];
  const where = ports.length === 0 ? 'these pods take' : `port ${ports.join(', ')} takes`;
  const message = `asks who calls, but ${where} no mutual TLS (DISABLE), by which alone that is known: the rule never matches`;
  return [{ path: `${path}.from`, message }];
}

/** Ports on which there is no mutual TLS, `*` for all of them. */
function plainPorts({ mtls, portLevelMtls = {} }: AuthenticationSpec): string[] {
  const ports = Object.entries(portLevelMtls).filter(([, { mode }]) => mode === 'DISABLE');
  return [...(mtls?.mode === 'DISABLE' ? ['*'] : []), ...ports.map(([port]) => port)];
}

function isSameSelection(
  authentication: kinds.PeerAuthentication,
  policy: kinds.AuthorizationPolicy,
): boolean {
  const chosen = Object.entries(authentication.spec?.selector?.matchLabels ?? {});
  const labels = policy.spec?.selector?.matchLabels ?? {};
  return chosen.every(([key, value]) => labels[key] === value);
}
