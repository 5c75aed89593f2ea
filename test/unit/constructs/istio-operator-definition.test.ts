import Ajv, { type ValidateFunction } from 'ajv';
import { Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { IstioOperatorDefinition } from '../../../constructs';
import { ISTIO_OPERATOR_CRD } from '../../../lib/operator/istio-operator-crd';
import { definitionsOf } from '../../../lib/generated/definitions-of';
import { ROOTS } from '../../../lib/generated/roots';
import { operatorStatus, type OperatorStatus } from '../../../lib/rollout/status/operator-status';
import {
  aStatusInput,
  DIGEST,
  failing,
  NOW,
  statusesOf,
  statusInputs,
} from '../../support/status-builders';

type Schema = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

const [version] = ISTIO_OPERATOR_CRD.spec.versions;
const schema = version.schema.openAPIV3Schema as Schema;
const { spec: specSchema, status: statusSchema } = schema.properties as {
  readonly spec: Schema;
  readonly status: Schema;
};

/** The schema as the API server prunes by it: what it does not name is lost. */
function closed(of: Schema): Schema {
  const { properties, items } = of;
  return {
    ...of,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties).map(([field, one]) => [field, closed(one)]),
          ),
        }),
  };
}

/** In the API server's dialect a field without a type takes any value; ajv wants a type beside `nullable`. */
function inAjvDialect(of: Schema): Schema {
  const { nullable: _, ...rest } = of;
  if (of.properties === undefined) return of['type'] === undefined ? rest : of;
  const properties = Object.entries(of.properties).map(
    ([field, one]) => [field, inAjvDialect(one)] as const,
  );
  return { ...of, properties: Object.fromEntries(properties) };
}

function compile(of: Schema): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { int64: true } });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  return ajv.compile(inAjvDialect(of));
}

/** As far as the columns use it: fields, an index, and a filter for one value of a field. */
function valueAt(object: unknown, jsonPath: string): unknown {
  const steps = jsonPath.match(/\.\w+|\[\d+\]|\[\?\(@\.\w+=="\w+"\)\]/g) ?? [];
  expect(steps.join('')).toBe(jsonPath);
  return steps.reduce<unknown>((value, step) => {
    const filter = /@\.(\w+)=="(\w+)"/.exec(step);
    if (filter !== null) {
      const [, field = '', wanted] = filter;
      return (value as Record<string, unknown>[]).find((one) => one[field] === wanted);
    }
    return (value as Record<string, unknown>)[step.replace(/[.[\]]/g, '')];
  }, object);
}

/** Each value of a status with the names on the way to it; indices are left out. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => paths(one, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([field, one]) => paths(one, `${at}.${field}`));
}

function schemaPaths({ properties, items }: Schema, at = ''): string[] {
  if (items !== undefined) return schemaPaths(items, `${at}[]`);
  if (properties === undefined) return [at];
  return Object.entries(properties).flatMap(([field, one]) => schemaPaths(one, `${at}.${field}`));
}

/** A status with everything in it. */
const FULL: OperatorStatus = operatorStatus(
  aStatusInput({
    previous: operatorStatus(aStatusInput()),
    progress: failing('Forbidden', 'cannot patch', DIGEST),
    retry: { attempt: 2, at: NOW + 1_000 },
  }),
);

describe('the kind IstioOperator', () => {
  it('is one object, with the names that Istio gave it', () => {
    const chart = new Chart(Testing.app(), 'chart', { disableResourceNameHashes: true });
    new IstioOperatorDefinition(chart, 'operator');
    const objects = chart.toJson() as unknown[];
    expect(objects).toEqual([ISTIO_OPERATOR_CRD]);
    expect(objects[0]).toMatchObject({
      metadata: { name: 'istiooperators.install.istio.io' },
      spec: {
        group: 'install.istio.io',
        scope: 'Namespaced',
        names: {
          kind: 'IstioOperator',
          listKind: 'IstioOperatorList',
          plural: 'istiooperators',
          singular: 'istiooperator',
          shortNames: ['iop', 'io'],
        },
        versions: [{ name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } }],
      },
    });
  });

  it('describes every field that a spec can have, and no other', () => {
    const rendered = definitionsOf('1.31')[ROOTS.istioOperatorSpec];
    expect(Object.keys(specSchema.properties ?? {}).sort()).toEqual(
      Object.keys(rendered?.properties ?? {}).sort(),
    );
  });

  it('stores any spec, so that the status can tell what is wrong with it', () => {
    const validate = compile(specSchema);
    const fields = Object.keys(specSchema.properties ?? {});
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), fc.jsonValue()),
        (spec) => {
          expect(validate(spec)).toBe(true);
        },
      ),
      { seed: 20_261_125 },
    );
    // Without a type the API server takes a field only with the last, and without the second it drops a null.
    for (const field of Object.values(specSchema.properties ?? {})) {
      expect(field).toEqual({
        description: expect.any(String) as string,
        nullable: true,
        'x-kubernetes-preserve-unknown-fields': true,
      });
    }
  });

  it('says nothing empty, which the API server would drop and a refresh call drift for ever', () => {
    expect(JSON.stringify(ISTIO_OPERATOR_CRD)).not.toMatch(/:\[\]/);
  });

  it('has a schema for every field of every status', () => {
    const validate = compile(closed(statusSchema));
    fc.assert(
      fc.property(fc.array(statusInputs, { minLength: 1, maxLength: 4 }), (inputs) => {
        for (const status of statusesOf(inputs)) {
          expect([validate(status), validate.errors]).toEqual([true, null]);
        }
      }),
      { seed: 20_261_125, numRuns: 200 },
    );
  });

  it('has no schema for a field that no status has', () => {
    expect([...new Set(paths(FULL))].sort()).toEqual(schemaPaths(statusSchema).sort());
  });

  it('refuses a status of another form', () => {
    const validate = compile(statusSchema);
    expect(validate({ ...FULL, phase: 'Fine' })).toBe(false);
    expect(validate({ ...FULL, conditions: [{ type: 'Ready' }] })).toBe(false);
    expect(validate({ ...FULL, observedGeneration: '1' })).toBe(false);
  });

  it('refuses no status that was there before ours, or its object could not be changed any more', () => {
    const validate = compile(statusSchema);
    expect(validate({ status: 'HEALTHY', componentStatus: { Pilot: { status: 'HEALTHY' } } })).toBe(
      true,
    );
  });

  it('prints of an object what its status says', () => {
    const object = {
      metadata: { creationTimestamp: '2026-11-25T12:00:00Z' },
      spec: { revision: '1-31' },
      status: FULL,
    };
    const printed = version.additionalPrinterColumns.map((column) => {
      const { name, jsonPath, priority } = column as Readonly<Record<string, string>>;
      return [name, valueAt(object, jsonPath ?? ''), priority ?? 0];
    });
    expect(printed).toEqual([
      ['Revision', '1-31', 0],
      ['Version', '1.31.0', 0],
      ['Phase', 'Failed', 0],
      ['Ready', 'False', 0],
      ['Reason', 'Forbidden', 0],
      ['Namespaces', 4, 0],
      ['Age', '2026-11-25T12:00:00Z', 0],
      ['Message', 'Forbidden: cannot patch; let the account do this, and apply again', 1],
    ]);
  });
});
