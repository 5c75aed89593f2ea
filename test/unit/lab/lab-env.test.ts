import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envScript, labEnv } from '../../../lab/lab-env';

const dir = "/home/o'neil/lab $HOME";
const env = labEnv(
  {
    dir,
    kubeconfig: `${dir}/kubeconfig`,
    charts: '/cache/charts',
    revisions: { '1-31': { version: '1.31', webhookPort: 20123 } },
    provider: { kind: 'stand-in', version: '4.0.0' },
  },
  '/usr/bin:/bin',
);

describe('labEnv', () => {
  it('points the webhooks of a revision at its own port of loopback', () => {
    expect(env['ISTIO_REVISIONS_SET_1_31']).toBe(
      'values.istiodRemote.injectionURL=https://localhost:20123/inject,' +
        'values.base.validationURL=https://localhost:20123/validate,' +
        'values.pilot.env.ISTIOD_CUSTOM_HOST=localhost',
    );
  });

  it('keeps Pulumi inside the lab: its home, its state, no download', () => {
    expect(env).toMatchObject({
      PULUMI_HOME: `${dir}/pulumi-home`,
      PULUMI_BACKEND_URL: `file://${dir}/pulumi-state`,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    });
  });

  it('puts the programs of the lab before those of the user', () => {
    expect(env['PATH']).toBe(`${dir}/bin:/usr/bin:/bin`);
  });
});

describe('envScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-env-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives a shell exactly the values, whatever characters they hold', () => {
    const script = join(folder, 'env.sh');
    writeFileSync(script, envScript(env, dir));
    const print = '. "$0"; printf "%s\\n" "$KUBECONFIG" "$PATH" "$ISTIO_REVISIONS_SET_1_31"';
    const said = execFileSync('/bin/sh', ['-c', print, script], {
      encoding: 'utf8',
      env: { PATH: '/somewhere/else' },
    });
    expect(said.trimEnd().split('\n')).toEqual([
      `${dir}/kubeconfig`,
      `${dir}/bin:/somewhere/else`,
      env['ISTIO_REVISIONS_SET_1_31'],
    ]);
  });

  it.each([
    ['', ''],
    ['values.pilot.x=1', ',values.pilot.x=1'],
    [
      'values.a=1,values.pilot.env.ISTIOD_CUSTOM_HOST=localhost,values.pilot.x=1',
      ',values.pilot.x=1',
    ],
    ['values.a=1,values.pilot.env.ISTIOD_CUSTOM_HOST=localhost', ''],
  ])('does not drop the settings of the user: %j', (own, expected) => {
    const script = join(folder, 'env.sh');
    writeFileSync(script, envScript(env, dir));
    const print = '. "$0"; . "$0"; printf "%s" "$ISTIO_REVISIONS_SET_1_31"';
    const said = execFileSync('/bin/sh', ['-euc', print, script], {
      encoding: 'utf8',
      env: { PATH: '/bin', ...(own === '' ? {} : { ISTIO_REVISIONS_SET_1_31: own }) },
    });
    expect(said).toBe(`${env['ISTIO_REVISIONS_SET_1_31'] ?? ''}${expected}`);
  });
});
