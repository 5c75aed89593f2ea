import { ApiException } from '@kubernetes/client-node';
import { ApiAnswerError } from '../../../lib/cluster/raw-objects';
import { InvalidInputError } from '../../../lib/operator/issue';
import { DeployRefusedError } from '../../../lib/reconcile/deploy-plan/deploy-refused-error';
import { failureOf, isUnreachable } from '../../../lib/reconcile/failure-of';
import { ChartsError } from '../../../lib/render/charts/charts-error';
import { HelmError } from '../../../lib/render/helm/helm-error';

const FORBIDDEN =
  'deployments.apps "istiod-1-31" is forbidden: User "system:serviceaccount:mesh:operator" cannot patch resource ' +
  '"deployments" in API group "apps" in the namespace "istio-system"';
const CONFLICT =
  'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas';
const WEBHOOK =
  'Internal error occurred: failed calling webhook "validation.istio.io": connect: connection refused';

const answer = (code: number, message: string) =>
  new ApiException(code, 'Message', JSON.stringify({ message }), {});

/** As requests that go around the client library fail. */
const rawAnswer = (status: number, message: string) =>
  new ApiAnswerError(status, JSON.stringify({ message }));

const failedConnection = (code: string) =>
  Object.assign(new Error('fetch failed'), { cause: Object.assign(new Error('x'), { code }) });

const issue = {
  code: 'unknown-field',
  severity: 'error',
  path: 'spec.hubb',
  message: 'unknown field; did you mean "hub"?',
} as const;

describe('failureOf', () => {
  it.each([
    ['a spec with problems', new InvalidInputError([issue]), 'InvalidSpec'],
    ['a chart that refuses', new HelmError('helm template failed: nil pointer'), 'RenderFailed'],
    ['charts that are not there', new ChartsError('no Istio charts in /x'), 'RenderFailed'],
    ['a missing right', answer(403, FORBIDDEN), 'Forbidden'],
    ['a missing right of a raw request', rawAnswer(403, FORBIDDEN), 'Forbidden'],
    ['a field of another manager', answer(409, CONFLICT), 'Conflict'],
    ['a field of another manager, raw', rawAnswer(409, CONFLICT), 'Conflict'],
    ['an object that exists', answer(409, 'services "istiod" already exists'), 'ApplyFailed'],
    ['an object that changed', answer(409, 'the object has been modified'), 'ApplyFailed'],
    ['an object that is invalid', answer(422, 'spec.replicas: Invalid value'), 'ApplyFailed'],
    ['a webhook that is away', answer(500, WEBHOOK), 'ApplyFailed'],
    ['an API server in trouble', answer(503, 'etcdserver: leader changed'), 'Unreachable'],
    ['an API server in trouble, raw', rawAnswer(500, 'etcdserver: timeout'), 'Unreachable'],
    ['an API server that is busy', answer(429, 'too many requests'), 'Unreachable'],
    ['a refused connection', failedConnection('ECONNREFUSED'), 'Unreachable'],
    ['a time that ran out', new DOMException('aborted', 'TimeoutError'), 'Unreachable'],
    ['anything else', new Error('boom'), 'ApplyFailed'],
    ['what is no error', 'boom', 'ApplyFailed'],
  ])('knows %s', (_title, error, reason) => {
    expect(failureOf(error).reason).toBe(reason);
  });

  it.each([
    [`istiod: resource urn was not created by the API server: ${FORBIDDEN}`, 'Forbidden'],
    [`istiod: Server-Side Apply field conflict detected: ${CONFLICT}`, 'Conflict'],
    ['istiod: configured Kubernetes cluster is unreachable: dial tcp: i/o timeout', 'Unreachable'],
    ['istiod: the API server answered 503: etcdserver: leader changed', 'Unreachable'],
    [`gateway: the API server answered 500: ${WEBHOOK}`, 'ApplyFailed'],
    ['istiod: timed out after 300 s waiting for Deployment istiod-1-31', 'NotHealthy'],
    ['istiod: 1 error: failed to fully initialize or become live: timed out', 'NotHealthy'],
    ['Running program failed: HelmError: helm template failed: bad', 'RenderFailed'],
    ['chart base 1.31.2 could not be fetched from https://charts.example: 404', 'RenderFailed'],
    ['Running program failed: error: spec.hubb: unknown field [unknown-field]', 'InvalidSpec'],
    ['istiod: Deployment.apps is invalid: spec.selector: field is immutable', 'ApplyFailed'],
  ])('knows from an engine: %s', (line, reason) => {
    expect(failureOf({ ok: false, diagnostics: [line] })).toEqual({ reason, message: line });
  });

  it('keeps the verb and the resource of a missing right as the API server names them', () => {
    expect(failureOf(answer(403, FORBIDDEN)).message).toBe(
      `the API server answered 403: ${FORBIDDEN}`,
    );
  });

  it('tells every problem of a plan that was refused, with its object and the next step', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'mesh', name: 'istio-1-31' };
    const problem = {
      code: 'conflict',
      object,
      message: 'somebody owns it',
      next: 'ask them',
    } as const;
    const other = { ...problem, object: { ...object, name: 'values' }, code: 'differs' } as const;
    expect(failureOf(new DeployRefusedError([problem, other]))).toEqual({
      reason: 'Conflict',
      message:
        'ConfigMap mesh/istio-1-31: somebody owns it; ask them\n' +
        'ConfigMap mesh/values: somebody owns it; ask them',
    });
  });

  it('says once what to do about a missing right, and for any other problem what its plan says', () => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'istiod', namespace: 'mesh' };
    const problem = { code: 'refused', object, next: 'correct the source' } as const;
    const missing = { ...problem, message: FORBIDDEN };
    const other = { ...problem, message: 'spec.replicas: Invalid value' };
    expect(failureOf(new DeployRefusedError([other, missing]))).toEqual({
      reason: 'Forbidden',
      message:
        `Deployment mesh/istiod: ${FORBIDDEN}\n` +
        'Deployment mesh/istiod: spec.replicas: Invalid value; correct the source',
    });
  });

  it('keeps every problem of a spec', () => {
    const other = { ...issue, path: 'spec.tagg' };
    expect(failureOf(new InvalidInputError([issue, other])).message).toBe(
      'error: spec.hubb: unknown field; did you mean "hub"? [unknown-field]\n' +
        'error: spec.tagg: unknown field; did you mean "hub"? [unknown-field]',
    );
  });

  it('names first what decides, and never where in a program or log it stands', () => {
    const diagnostics = [
      'a: update failed',
      `b: ${FORBIDDEN}\n    at run (/x/run.js:1:2)`,
      'log: /tmp/1-2-up.log',
    ];
    expect(failureOf({ diagnostics }).message).toBe(`b: ${FORBIDDEN}\na: update failed`);
  });

  it('finds a failed connection below other errors', () => {
    expect(isUnreachable(new Error('a', { cause: failedConnection('ENOTFOUND') }))).toBe(true);
    expect(isUnreachable(new Error('a', { cause: new Error('b') }))).toBe(false);
  });
});
