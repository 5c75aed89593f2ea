import Ajv, { type ErrorObject } from 'ajv';
import { closest, distance } from 'fastest-levenshtein';
import type { Issue } from './issue';
import { ISTIO_OPERATOR_SCHEMA, NOT_SUPPORTED_YET } from './istio-operator-schema';
import type { IstioOperatorSpec } from './istio-operator';
import { isObject } from './json';

const validate = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile(
  ISTIO_OPERATOR_SCHEMA,
);

/** Further apart than this, a suggestion confuses more than it helps. */
const NEAR = 4;

const GATEWAY_ADVICE =
  'gateways are rendered by the Gateway construct, apart from any revision; set enabled: false here';

/** Finds the place of a path in the source text; `undefined` when there is none. */
export type Locate = (path: readonly string[]) => string | undefined;

/** What the patterns of the schema mean, by field. */
const PATTERN_ADVICE: Readonly<Record<string, string>> = {
  revision: 'a revision is a DNS label: lower-case letters, digits and "-", such as "1-31"',
  hub: 'a hub is a registry and a path in lower case, such as "registry.istio.io/release"',
  tag: 'a tag is an image tag: letters, digits, ".", "_" and "-", such as "1.31.0"',
};

/** Every problem of a document. */
export function validateIstioOperator(
  document: unknown,
  locate: Locate = () => undefined,
): Issue[] {
  if (!validate(document)) return (validate.errors ?? []).map((error) => toIssue(error, locate));
  return gatewayIssues((document as { spec: IstioOperatorSpec }).spec, locate);
}

function toIssue(error: ErrorObject, locate: Locate): Issue {
  const at = error.instancePath.split('/').slice(1).map(unescape);
  if (error.keyword === 'additionalProperties') {
    return unknownField(
      at,
      (error.params as { additionalProperty: string }).additionalProperty,
      error,
      locate,
    );
  }
  return issue(codeOf(error), at, messageOf(error), locate);
}

function unknownField(parent: string[], field: string, error: ErrorObject, locate: Locate): Issue {
  const path = [...parent, field];
  if (NOT_SUPPORTED_YET[parent.join('.')]?.includes(field) === true) {
    return issue(
      'not-supported',
      path,
      'istioctl knows this field, this version does not render it yet',
      locate,
    );
  }
  const allowed = Object.keys((error.parentSchema as { properties: object }).properties);
  const nearest = closest(field, allowed);
  const hint =
    distance(field, nearest) <= NEAR
      ? `did you mean "${nearest}"?`
      : `known: ${allowed.join(', ')}`;
  return issue('unknown-field', path, `unknown field; ${hint}`, locate);
}

function codeOf(error: ErrorObject): string {
  if (error.keyword === 'required') return 'missing-field';
  return error.keyword === 'type' ? 'wrong-type' : 'invalid-value';
}

function messageOf(error: ErrorObject): string {
  const found = `found ${JSON.stringify(error.data)}`;
  switch (error.keyword) {
    case 'required':
      return `"${(error.params as { missingProperty: string }).missingProperty}" is missing`;
    case 'const':
      return `${found}, must be ${JSON.stringify((error.params as { allowedValue: unknown }).allowedValue)}`;
    case 'pattern':
      return `${found}; ${PATTERN_ADVICE[error.instancePath.split('/').at(-1) ?? ''] ?? 'it has another form'}`;
    default:
      return `${found}, ${error.message ?? 'is not allowed'}`;
  }
}

/** As istioctl reads them: a gateway of a component is on unless switched off, one of the values off unless on. */
function gatewayIssues(spec: IstioOperatorSpec, locate: Locate): Issue[] {
  const components = (['ingressGateways', 'egressGateways'] as const).flatMap((field) =>
    (spec.components?.[field] ?? []).flatMap(({ enabled }, index) =>
      enabled === false ? [] : [['spec', 'components', field, String(index)]],
    ),
  );
  const gateways = isObject(spec.values?.['gateways']) ? spec.values['gateways'] : {};
  const values = Object.entries(gateways).flatMap(([name, gateway]) =>
    isObject(gateway) && gateway['enabled'] === true
      ? [['spec', 'values', 'gateways', name, 'enabled']]
      : [],
  );
  return [...components, ...values].map((path) =>
    issue('not-supported', path, GATEWAY_ADVICE, locate),
  );
}

function issue(code: string, path: readonly string[], message: string, locate: Locate): Issue {
  const source = locate(path);
  return {
    code,
    severity: 'error',
    path: path.join('.') || 'document',
    ...(source === undefined ? {} : { source }),
    message,
  };
}

function unescape(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
