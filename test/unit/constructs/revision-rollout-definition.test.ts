import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { RevisionRolloutDefinition } from '../../../constructs/revision-rollout-definition';
import type { Definition } from '../../../lib/generated/definition';
import { REVISION_ROLLOUT_CRD } from '../../../lib/operator/revision-rollout-crd';
import { objectProblems } from '../../../lib/rollout/object/object-problems';
import { rolloutStatus } from '../../../lib/rollout/object/rollout-status';
import type { RolloutSpec } from '../../../lib/rollout/rollout-spec';
import { ROLLOUT_DEFINITION } from '../../../lib/rollout/schema/rollout-definition';
import { reportOf } from '../../support/rollout-objects';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly [field: string]: unknown;
}

const [version] = REVISION_ROLLOUT_CRD.spec.versions;
const schema = version.schema.openAPIV3Schema as Schema;
const { spec: specSchema, status: statusSchema } = schema.properties as {
  readonly spec: Schema;
  readonly status: Schema;
};

/** Every part of a schema with its path. */
function parts(of: Schema, at: string): (readonly [string, Schema])[] {
  const { properties = {}, items, additionalProperties } = of;
  return [
    [at, of],
    ...Object.entries(properties).flatMap(([field, one]) => parts(one, `${at}.${field}`)),
    ...(items === undefined ? [] : parts(items, `${at}[]`)),
    ...(additionalProperties === undefined ? [] : parts(additionalProperties, `${at}{}`)),
  ];
}

function compile(of: Schema): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { int64: true } });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  return ajv.compile(of);
}

/** The schema as the API server prunes by it: what it does not name is lost. */
function closed(of: Schema): Schema {
  const { properties, items } = of;
  return {
    ...of,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false as unknown as Schema,
          properties: Object.fromEntries(
            Object.entries(properties).map(([field, one]) => [field, closed(one)]),
          ),
        }),
  };
}

/** A schema of the one and its counterpart in the other, field by field. */
function compare(definition: Definition, of: Schema | undefined, at: string): string[] {
  const wanted = definition.enum === undefined ? definition.type?.[0] : 'string';
  const own =
    of?.type === wanted && JSON.stringify(of?.enum) === JSON.stringify(definition.enum) ? [] : [at];
  const fields = Object.entries(definition.properties ?? {});
  const further = Object.keys(of?.properties ?? {}).filter(
    (field) => definition.properties?.[field] === undefined,
  );
  const { items, additionalProperties } = definition;
  return [
    ...own,
    ...further.map((field) => `${at}.${field}`),
    ...fields.flatMap(([field, one]) => compare(one, of?.properties?.[field], `${at}.${field}`)),
    ...(items === undefined ? [] : compare(items, of?.items, `${at}[]`)),
    ...(additionalProperties === undefined || additionalProperties === false
      ? []
      : compare(additionalProperties, of?.additionalProperties, `${at}{}`)),
  ];
}

describe('the kind RevisionRollout', () => {
  it('is one object, whose names are a contract', () => {
    const chart = new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });
    new RevisionRolloutDefinition(chart, 'definition');
    const objects = chart.toJson() as unknown[];
    expect(objects).toEqual([REVISION_ROLLOUT_CRD]);
    expect(objects[0]).toMatchObject({
      metadata: { name: 'revisionrollouts.istio-revisions.dev' },
      spec: {
        group: 'istio-revisions.dev',
        scope: 'Namespaced',
        names: {
          kind: 'RevisionRollout',
          listKind: 'RevisionRolloutList',
          plural: 'revisionrollouts',
          singular: 'revisionrollout',
          shortNames: ['rr'],
        },
        versions: [{ name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } }],
      },
    });
  });

  it('has the one schema of a rollout: the same fields, types and values', () => {
    expect(compare(ROLLOUT_DEFINITION, specSchema, 'spec')).toEqual([]);
    expect(compare(ROLLOUT_DEFINITION, { ...specSchema, properties: {} }, 'spec')).not.toEqual([]);
  });

  it('tells "kubectl explain" what each field is', () => {
    const fields = Object.values(specSchema.properties ?? {});
    expect(fields.map(({ description }) => typeof description)).toEqual(fields.map(() => 'string'));
  });

  // https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
  it.each(parts(schema, '').map(([at, part]) => [at, part] as const))(
    'is structural, as the API server demands: %s',
    (_at, part) => {
      expect(['object', 'array', 'string', 'number', 'integer', 'boolean']).toContain(part.type);
      expect(part.type === 'array').toBe(part.items !== undefined);
      expect([part.properties, part.additionalProperties]).toContain(undefined);
      const known =
        /^(type|format|description|enum|minimum|required|properties|items|additionalProperties|x-kubernetes-.*)$/;
      expect(Object.keys(part).filter((field) => !known.test(field))).toEqual([]);
      const [key = ''] = (part['x-kubernetes-list-map-keys'] ?? []) as readonly string[];
      if (key !== '') expect(part.items?.['required']).toContain(key);
    },
  );

  it('stores what it does not know, so that the status can tell how it is meant', () => {
    const open = parts(specSchema, 'spec').filter(([, { properties }]) => properties !== undefined);
    expect(open.length).toBeGreaterThan(5);
    for (const [, part] of open) expect(part['x-kubernetes-preserve-unknown-fields']).toBe(true);
  });

  it('refuses another type at once', () => {
    const validate = compile(specSchema);
    expect(validate({ from: '1-30', waves: [{ name: 'a', namespaces: ['a'] }] })).toBe(true);
    expect(validate({ soakSeconds: '5' })).toBe(false);
    expect(validate({ mode: 'labels' })).toBe(false);
  });

  it('says nothing empty, which the API server would drop and a refresh call drift for ever', () => {
    expect(JSON.stringify(REVISION_ROLLOUT_CRD)).not.toMatch(/:\[\]/);
  });

  it('has a schema for every field of a status, and a column for what people look for', () => {
    const validate = compile(closed(statusSchema));
    const at = { previous: null, generation: 1, now: 0 };
    const finding = { type: 'driven', report: reportOf(), message: 'm', differences: [] } as const;
    const status = rolloutStatus(finding, at);
    expect([validate(status), validate.errors]).toEqual([true, null]);
    const refused = rolloutStatus({ type: 'refused', reason: 'InvalidSpec', message: 'm' }, at);
    expect(validate(refused)).toBe(true);
    expect(Object.keys(status).sort()).toEqual(Object.keys(statusSchema.properties ?? {}).sort());
    const columns = version.additionalPrinterColumns.map(({ name }) => name);
    expect(columns).toEqual(['From', 'To', 'Phase', 'State', 'Wave', 'Message', 'Age']);
  });
});

describe('docs/operator.md', () => {
  it('has an example of a RevisionRollout that the API server and the operator take', () => {
    const page = readFileSync(join(__dirname, '../../../docs/operator.md'), 'utf8');
    const text = /```yaml\n(apiVersion: istio-revisions\.dev.*?)```/s.exec(page)?.[1] ?? '';
    const object = parse(text) as {
      readonly apiVersion: string;
      readonly kind: string;
      readonly spec: RolloutSpec;
    };
    expect([object.apiVersion, object.kind]).toEqual([
      'istio-revisions.dev/v1alpha1',
      'RevisionRollout',
    ]);
    const validate = compile(schema);
    expect([validate(object), validate.errors]).toEqual([true, null]);
    const { from, to } = object.spec;
    expect(objectProblems(object.spec, { revisions: [from, to], metrics: true })).toEqual([]);
  });
});
