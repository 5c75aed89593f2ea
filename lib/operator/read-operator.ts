import { ISTIO_OPERATOR } from './istio-operator';
import { DNS_LABEL } from './dns-label';
import type { IssueCode } from './catalogue/catalogue';
import type { Issue } from './issue';
import { isObject, type Json, type JsonObject } from './json';
import type { Locate } from './locate';
import type { OperatorFile } from './operator-inputs';
import { readYaml } from './read-yaml';

/** What a file says. */
export interface ReadOperator {
  /** `null` of what is no IstioOperator or cannot be read; else it can be looked at further, whatever is wrong with it. */
  readonly file: OperatorFile | null;
  readonly issues: readonly Issue[];
}

/** A key that is there twice leaves the rest of a document as it is. */
const HARMLESS = new Set(['duplicate-key']);

const FORMS = [
  {
    field: 'name',
    form: /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
    advice: 'a name has lower-case letters, digits, "-" and ".", such as "istiod-1-31"',
  },
  {
    field: 'namespace',
    form: DNS_LABEL,
    advice: 'a namespace has lower-case letters, digits and "-", such as "istio-system"',
  },
] as const;

/**
 * Reads a file with one IstioOperator. What its fields may hold is for the schema of a minor to say; here it is only seen that
 * it is one at all. It never throws.
 *
 * A field of the spec without a value, such as `values:` with nothing below, says nothing, as Kubernetes has it; istioctl takes
 * it for a setting, and loses hub and tag over it.
 *
 * @param name - what the file is called in messages
 */
export function readOperator(bytes: Uint8Array | string, name: string): ReadOperator {
  const { value, locate, issues } = readYaml(bytes, name);
  if (!issues.every(({ code }) => HARMLESS.has(code))) return { file: null, issues };
  if (!isObject(value)) return { file: null, issues: [...issues, noOperator(value, name)] };
  const foreign = foreignIssues(value, locate);
  if (foreign.length > 0) return { file: null, issues: [...issues, ...foreign] };
  const document = { ...value, spec: saidOf(value['spec']) };
  return { file: { name, document, locate }, issues: [...issues, ...nameIssues(value, locate)] };
}

function noOperator(value: unknown, name: string): Issue {
  const found =
    value === null || value === undefined
      ? 'it is empty'
      : `it is ${Array.isArray(value) ? 'a list' : `the text or number ${JSON.stringify(value)}`}`;
  const message = `${found.slice(0, 80)}; an IstioOperator has apiVersion, kind and spec`;
  return {
    code: 'not-an-operator',
    severity: 'error',
    path: 'document',
    source: `${name}:1:1`,
    message,
  };
}

/** Of anything else the fields would only be called unknown one by one. */
function foreignIssues(document: JsonObject, locate: Locate): Issue[] {
  return (['apiVersion', 'kind'] as const).flatMap((field) => {
    const found = document[field];
    if (found === ISTIO_OPERATOR[field]) return [];
    const must = `must be ${JSON.stringify(ISTIO_OPERATOR[field])}`;
    const message =
      found === undefined
        ? `it is missing; it ${must}`
        : `found ${JSON.stringify(found).slice(0, 80)}, ${must}`;
    return [issue('not-an-operator', [field], message, locate)];
  });
}

function saidOf(spec: Json | undefined): Json {
  if (spec === undefined || spec === null) return {};
  if (!isObject(spec)) return spec;
  const said = Object.entries(spec).filter(([, value]) => value !== null);
  return Object.fromEntries(said);
}

function nameIssues({ metadata }: JsonObject, locate: Locate): Issue[] {
  const fields = isObject(metadata) ? metadata : {};
  return FORMS.flatMap(({ field, form, advice }) => {
    const found = fields[field];
    if (typeof found !== 'string' || form.test(found)) return [];
    const message = `found ${JSON.stringify(found).slice(0, 80)}; ${advice}`;
    return [issue('invalid-value', ['metadata', field], message, locate)];
  });
}

function issue(code: IssueCode, path: readonly string[], message: string, locate: Locate): Issue {
  const source = locate(path);
  return {
    code,
    severity: 'error',
    path: path.join('.'),
    ...(source === undefined ? {} : { source }),
    message,
  };
}
