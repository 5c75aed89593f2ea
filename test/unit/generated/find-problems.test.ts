import { definitionsOf } from '../../../lib/generated/definitions-of';
import { findProblems } from '../../../lib/generated/find-problems';
import { MINORS } from '../../../lib/generated/minors';
import { ROOTS } from '../../../lib/generated/roots';
import { COMPARED } from './compared-with-istioctl';

const NEWEST = definitionsOf('1.31');

/** As lines, so that a failure shows all of it. */
function told(root: string, value: unknown): string[] {
  return findProblems(NEWEST, root, value).map(
    ({ kind, path, allowed }) => `${kind} ${path.join('.')} [${allowed.join(' ')}]`,
  );
}

describe.each(MINORS)('what istioctl %s takes and refuses', (minor) => {
  it.each(COMPARED)('$what: istioctl $istioctl', ({ spec, istioctl, problems, reason }) => {
    const remarks = ['deprecated-field', 'second-name', 'chart-only-field'];
    const found = findProblems(definitionsOf(minor), ROOTS.istioOperatorSpec, spec);
    expect(found.map(({ kind }) => kind)).toEqual(problems);
    const taken = found.every(({ kind }) => remarks.includes(kind));
    if (reason === undefined) expect(taken ? 'takes it' : 'refuses it').toBe(istioctl);
  });
});

describe('problems of a value', () => {
  it('are told at once, each with its place', () => {
    const spec = {
      profil: 'demo',
      hub: 1,
      components: { ingressGateways: [{ name: 'a' }, { enabled: 'yes', nam: 'b' }] },
      values: { global: { proxy: { tracer: 'jaeger' } }, 'istio-ingressgateway': {} },
    };
    expect(findProblems(NEWEST, ROOTS.istioOperatorSpec, spec).map(({ path }) => path)).toEqual([
      ['profil'],
      ['hub'],
      ['components', 'ingressGateways', '1', 'enabled'],
      ['components', 'ingressGateways', '1', 'nam'],
      ['values', 'global', 'proxy', 'tracer'],
      ['values', 'istio-ingressgateway'],
    ]);
  });

  it('say which fields, values and names are allowed', () => {
    const meshConfig = { outbound_traffic_policy: { mode: 'DENY', modus: 1 } };
    expect(told(ROOTS.meshConfig, meshConfig)).toEqual([
      'second-name outbound_traffic_policy [outboundTrafficPolicy]',
      'not-in-enum outbound_traffic_policy.mode [REGISTRY_ONLY ALLOW_ANY ALLOW_ANY_DYNAMIC_DNS]',
      'unknown-field outbound_traffic_policy.modus [mode tls]',
    ]);
  });

  it('hand on the definition of the place, so that messages can say what is due', () => {
    const [problem] = findProblems(NEWEST, ROOTS.values, { pilot: { autoscaleMin: -1 } });
    expect(problem).toMatchObject({ kind: 'out-of-range', value: -1, definition: { minimum: 0 } });
    const [unknown] = findProblems(NEWEST, ROOTS.values, { base: { x: 1 } });
    expect(Object.keys(unknown?.definition.properties ?? {})).toContain('excludedCRDs');
  });

  it('name the fields of which one takes effect, also by their place in a list', () => {
    const extensionProviders = [
      { name: 'a' },
      { name: 'b', zipkin: {}, datadog: {}, prometheus: null },
    ];
    expect(told(ROOTS.meshConfig, { extensionProviders })).toEqual([
      'exclusive-fields extensionProviders.1 [zipkin datadog]',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'include a field called "%s"',
    (name) => {
      const value: unknown = JSON.parse(`{${JSON.stringify(name)}: {"a": 1}}`);
      expect(told(ROOTS.values, value)).toEqual([
        expect.stringMatching(`^unknown-field ${name} \\[.*pilot`),
      ]);
    },
  );

  it('do not include what is undefined, which construct props may be', () => {
    expect(told(ROOTS.istioOperatorSpec, { hub: undefined, profil: undefined })).toEqual([]);
  });

  it('are found in free-form values neither by name nor by type', () => {
    const unvalidatedValues = { a: { b: [null, { c: 1.5 }] } };
    expect(told(ROOTS.istioOperatorSpec, { unvalidatedValues })).toEqual([]);
    expect(told(ROOTS.istioOperatorSpec, { unvalidatedValues: [] })).toEqual([
      'wrong-type unvalidatedValues []',
    ]);
  });
});
