import { HelmError } from '../../../../lib/render/helm/helm-error';
import { runHelm, runHelmSync, type HelmRun } from '../../../../lib/render/helm/run-helm';
import { helmScript } from '../../../support/helm-scripts';

const run = (script: string, more: Partial<HelmRun> = {}): HelmRun => ({
  helm: helmScript(script),
  args: ['template', 'istio'],
  env: { PATH: process.env['PATH'] },
  ...more,
});

/** What a run gives, waited for either way: both must be the same. */
async function outcomes(one: HelmRun): Promise<readonly string[]> {
  const said = (error: unknown) => {
    expect(error).toBeInstanceOf(HelmError);
    return (error as Error).message;
  };
  const later = await runHelm(one).catch(said);
  try {
    return [runHelmSync(one), later];
  } catch (error) {
    return [said(error), later];
  }
}

describe('a run of Helm', () => {
  it.each<[string, HelmRun, string]>([
    ['gives what it printed', run('echo "$2 $(cat)"', { input: 'values' }), 'istio values\n'],
    ['may leave its input unread', run('exec echo done', { input: 'x'.repeat(1 << 20) }), 'done\n'],
    [
      'fails with what Helm says',
      run('echo "Error: bad values" >&2; exit 1'),
      'helm template failed: Error: bad values',
    ],
    ['fails without a word', run('exit 3'), 'helm template failed: it did not say why'],
    ['fails when somebody kills it', run('kill -TERM $$'), 'helm template failed: it was killed'],
    [
      'ends when it takes too long',
      run('exec sleep 30', { timeoutMs: 200 }),
      'helm template did not end within 0.2 s and was killed',
    ],
    [
      'ends when it says too much',
      run('exec yes'),
      'helm template printed more than 64 MiB and was killed',
    ],
    [
      'names a program that is not there',
      run('', { helm: '/no/helm' }),
      '"/no/helm" was not found; install Helm, or set ISTIO_REVISIONS_BIN_HELM to one',
    ],
    [
      'names a program that is none',
      run('', { helm: '/etc/passwd' }),
      'helm template could not be run: ',
    ],
  ])('%s', async (_what, one, expected) => {
    const [now, later] = await outcomes(one);
    expect(now).toContain(expected);
    if (!expected.endsWith('run: ')) expect(now).toBe(expected);
    expect(later?.slice(0, expected.length)).toBe(expected);
  });

  it('tells the first of what Helm says only', async () => {
    const [now] = await outcomes(run('yes | head -c 100000 >&2; exit 1'));
    expect(now?.length).toBeLessThan(4_100);
  });
});
