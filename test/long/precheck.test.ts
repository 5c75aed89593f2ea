import type { PrecheckReport } from '../../lib/rollout/precheck/precheck';
import { cliExpecting } from '../support/cli';
import { jsonOf } from '../support/json-of';
import { startTestLab, type TestLab } from '../support/lab';

jest.setTimeout(600_000);

/** Of a real mesh before its rollout: what is read of real webhooks, CRDs and istiods, and what breaks it. */
describe('a precheck of the mesh of the lab', () => {
  let lab: TestLab;

  const precheck = async (code: number): Promise<PrecheckReport> => {
    const args = ['precheck', '--env', 'dev', '--json'];
    return jsonOf('precheck', (await cliExpecting(code, args, lab.env)).stdout);
  };
  const errorsOf = ({ findings }: PrecheckReport) =>
    findings
      .filter(({ severity, waived }) => severity === 'error' && waived === null)
      .map(({ check, subject }) => `${check} ${subject}`);

  beforeAll(async () => {
    lab = await startTestLab();
  });
  afterAll(() => lab.down());

  it('begins with nothing that speaks against it, and with everything looked at', async () => {
    const report = await precheck(0);
    expect(errorsOf(report)).toEqual([]);
    expect(report.checks.filter(({ state }) => state === 'unknown')).toEqual([]);
    expect(report.verdict).toBe('ready');
  });

  it('ends with 5 where an error is not waived, and says what was seen', async () => {
    const [name, revision] = ['mislabelled', '1-29'];
    await lab.client.core.createNamespace({
      body: { metadata: { name, labels: { 'istio.io/rev': revision } } },
    });
    const report = await precheck(5);
    expect(errorsOf(report)).toEqual([`label-without-injector Namespace ${name}`]);
    expect(report.findings[0]?.evidence[0]).toContain(`istio.io/rev=${revision}`);
    await lab.client.core.deleteNamespace({ name });
  });

  it('is not good where Istio’s webhooks may be passed over or call nobody', async () => {
    const kind = 'MutatingWebhookConfiguration';
    const apiVersion = 'admissionregistration.k8s.io/v1';
    await lab.client.objects.create({
      apiVersion,
      kind,
      metadata: {
        name: 'istio-revision-tag-stale',
        labels: { 'istio.io/rev': '1-29', 'istio.io/tag': 'stale' },
      },
      webhooks: [
        {
          name: 'rev.namespace.sidecar-injector.istio.io',
          admissionReviewVersions: ['v1'],
          clientConfig: {
            service: { namespace: 'istio-system', name: 'istiod-1-29', path: '/inject' },
          },
          failurePolicy: 'Ignore',
          namespaceSelector: { matchLabels: { 'istio.io/rev': 'stale' } },
          rules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] },
          ],
          sideEffects: 'None',
        },
      ],
    } as never);
    const report = await precheck(5);
    expect(errorsOf(report)).toContain('tags Tag stale');
    expect(report.findings.map(({ check }) => check)).toContain('failure-policy');
  });
});
