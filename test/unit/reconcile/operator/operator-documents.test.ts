import { InvalidInputError } from '../../../../lib/operator/issue';
import {
  baseOwner,
  documentOf,
  revisionOf,
  versionOf,
} from '../../../../lib/reconcile/operator/operator-documents';
import { anOperatorObject } from '../../../support/operator-objects';

const named = (name: string, spec: object, createdAt = '2030-01-01T00:00:00Z') =>
  anOperatorObject({ name, spec, createdAt });

function problemsOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
  return '';
}

describe('the document of an object', () => {
  it('is its spec with its name, and nothing that the API server adds', () => {
    const object = named('a', { revision: '1-31', tag: '1.31.0' });
    expect(documentOf(object, [object])).toEqual({
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      metadata: { name: 'a', namespace: 'istio-system' },
      spec: { revision: '1-31', tag: '1.31.0' },
    });
  });

  it('is refused with every problem at once', () => {
    const object = named('a', { revison: '1-31', meshConfg: {} });
    const problems = problemsOf(() => documentOf(object, [object]));
    expect(problems).toContain('did you mean "revision"?');
    expect(problems).toContain('did you mean "meshConfig"?');
  });

  it('is refused where an older object describes the same revision', () => {
    const older = named('older', { revision: '1-31' });
    const younger = named('younger', { revision: '1-31' }, '2030-01-02T00:00:00Z');
    const all = [younger, older];
    expect(problemsOf(() => documentOf(younger, all))).toContain(
      'revision "1-31" is described by istio-system/older already',
    );
    expect(problemsOf(() => documentOf(older, all))).toBe('');
  });

  it('is not refused for the revision of one that installs no istiod', () => {
    const base = named('base', { components: { pilot: { enabled: false } } });
    const unnamed = named('istiod', {}, '2030-01-02T00:00:00Z');
    expect(problemsOf(() => documentOf(unnamed, [base, unnamed]))).toBe('');
  });

  it('is of revision default where it names none', () => {
    expect([revisionOf(named('a', {})), revisionOf(named('a', { revision: '' }))]).toEqual([
      'default',
      'default',
    ]);
  });
});

describe('the base', () => {
  const old = named('old', { tag: '1.9.0' });
  const newer = named('newer', { tag: '1.31.0' });
  const without = named('without', { tag: '1.32.0', components: { base: { enabled: false } } });

  it('comes from the object of the newest version that asks for it, by number and not by letter', () => {
    expect(baseOwner([old, newer, without], {})?.metadata.name).toBe('newer');
  });

  it('comes from another one once its object is being deleted', () => {
    const going = anOperatorObject({ name: 'newer', spec: newer.spec ?? {}, deleted: true });
    expect(baseOwner([old, going], {})?.metadata.name).toBe('old');
  });

  it('comes from none where nobody asks for it, or nobody says a version', () => {
    expect(baseOwner([without], {})).toBeNull();
    expect(baseOwner([named('silent', {})], {})).toBeNull();
  });

  it('does not depend on the order of the objects', () => {
    const twin = named('a-twin', { tag: '1.31.0' });
    expect(baseOwner([newer, twin], {})).toBe(baseOwner([twin, newer], {}));
  });
});

describe('the version of an object', () => {
  it('may come from the environment', () => {
    expect(versionOf(named('a', {}), { ISTIO_REVISIONS_TAG: '1.30.3' })).toBe('1.30.3');
  });

  it('is not known where the environment cannot be read', () => {
    expect(versionOf(named('a', {}), { ISTIO_REVISIONS_SET: 'no pair' })).toBeNull();
  });
});
