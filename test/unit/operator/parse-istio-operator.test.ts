import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError } from '../../../lib/operator/issue';
import { checkIstioOperator, parseIstioOperator } from '../../../lib/operator/parse-istio-operator';

const EXAMPLE = join(__dirname, '..', '..', '..', 'examples', 'iop-1-31.yaml');

const document = (spec: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n${spec}`;

const issuesOf = (spec: string) => checkIstioOperator(document(spec), 'iop.yaml').issues;

describe('an IstioOperator document', () => {
  it('is accepted when it is the example', () => {
    const { issues, document: parsed } = checkIstioOperator(readFileSync(EXAMPLE, 'utf8'), EXAMPLE);
    expect(issues).toEqual([]);
    expect(parsed?.spec).toMatchObject({ revision: '1-31', tag: '1.31.0', profile: 'minimal' });
  });

  it('gets the line, the column and the nearest name for an unknown field', () => {
    expect(issuesOf('  profil: minimal\n')).toEqual([
      {
        code: 'unknown-field',
        severity: 'error',
        path: 'spec.profil',
        source: 'iop.yaml:4:3',
        message: 'unknown field; did you mean "profile"?',
      },
    ]);
  });

  it('gets every problem at once', () => {
    const issues = issuesOf(
      '  revision: 1.31.0\n  hub: REGISTRY/x\n  tag: "1.31 0"\n  components:\n    pilot:\n      enabled: 1\n    pilots: {}\n',
    );
    expect(issues.map(({ path, code }) => [path, code]).sort()).toEqual([
      ['spec.components.pilot.enabled', 'wrong-type'],
      ['spec.components.pilots', 'unknown-field'],
      ['spec.hub', 'invalid-value'],
      ['spec.revision', 'invalid-value'],
      ['spec.tag', 'invalid-value'],
    ]);
    expect(issues.every(({ source }) => /^iop\.yaml:\d+:\d+$/.test(source ?? ''))).toBe(true);
  });

  it.each([
    [
      'revision',
      '  revision: 1.31.0\n',
      'found "1.31.0"; a revision is a DNS label: lower-case letters, digits and "-", such as "1-31"',
    ],
    [
      'hub',
      '  hub: Docker.io/x\n',
      'found "Docker.io/x"; a hub is a registry and a path in lower case, such as "registry.istio.io/release"',
    ],
    [
      'tag',
      '  tag: -x\n',
      'found "-x"; a tag is an image tag: letters, digits, ".", "_" and "-", such as "1.31.0"',
    ],
    ['meshConfig', '  meshConfig: []\n', 'found [], must be object'],
  ])('says what is allowed for a wrong %s', (_field, spec, message) => {
    expect(issuesOf(spec).map((issue) => issue.message)).toEqual([message]);
  });

  it.each([
    [
      'an overlay',
      '  components:\n    pilot:\n      k8s:\n        overlays: []\n',
      'spec.components.pilot.k8s.overlays',
    ],
    ['the CNI plugin', '  components:\n    cni:\n      enabled: true\n', 'spec.components.cni'],
    ['a ztunnel', '  components:\n    ztunnel:\n      enabled: true\n', 'spec.components.ztunnel'],
    [
      'a gateway',
      '  components:\n    ingressGateways:\n      - name: a\n        enabled: true\n',
      'spec.components.ingressGateways.0',
    ],
    [
      'a gateway that only its silence switches on',
      '  components:\n    egressGateways:\n      - name: a\n',
      'spec.components.egressGateways.0',
    ],
    [
      'a gateway that values switch on',
      '  values:\n    gateways:\n      istio-egressgateway:\n        enabled: true\n',
      'spec.values.gateways.istio-egressgateway.enabled',
    ],
  ])('is refused with %s, which would not be rendered', (_what, spec, path) => {
    expect(issuesOf(spec).map((issue) => [issue.code, issue.path])).toEqual([
      ['not-supported', path],
    ]);
  });

  it('is accepted with gateways that are switched off', () => {
    const spec =
      '  components:\n    ingressGateways:\n      - name: istio-ingressgateway\n        enabled: false\n';
    expect(issuesOf(spec)).toEqual([]);
  });

  it('is read as YAML 1.1, but with dates and times as text, as istioctl reads it', () => {
    const text = document('  values:\n    a: on\n    b: 2026-01-01\n    c: 10:30\n    d: 0644\n');
    expect(parseIstioOperator(text, 'iop.yaml').spec.values).toEqual({
      a: true,
      b: '2026-01-01',
      c: '10:30',
      d: 420,
    });
  });

  it.each([
    ['broken YAML', 'spec: [1'],
    ['two documents', `${document('  tag: a\n')}\n---\nkind: x\n`],
    ['an alias without an anchor', document('  tag: *none\n')],
    ['a key that is there twice', document('  tag: a\n  tag: b\n')],
  ])('is refused as malformed for %s', (_what, text) => {
    const { issues, document: parsed } = checkIstioOperator(text, 'iop.yaml');
    expect(parsed).toBeNull();
    expect(issues.map(({ code }) => code)).toContain('malformed-yaml');
  });

  it('is refused when aliases multiply without end', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const below = `*l${String(level)}`;
      return `    - &l${String(level + 1)} [${Array.from({ length: 12 }, () => below).join(', ')}]\n`;
    });
    const text = document(`  values:\n    x:\n    - &l0 [a]\n${levels.join('')}`);
    expect(() => parseIstioOperator(text, 'iop.yaml')).toThrow(InvalidInputError);
  });

  it.each(['', 'null\n', '[]\n', 'kind: Deployment\n'])('is refused when it is %j', (text) => {
    expect(() => parseIstioOperator(text, 'iop.yaml')).toThrow(InvalidInputError);
  });
});
