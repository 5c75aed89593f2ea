import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envScript, labEnv } from '../../../lab/lab-env';

const dir = "/home/o'neil/lab $HOME";
const lab = {
  dir,
  kubeconfig: `${dir}/kubeconfig`,
  charts: '/cache/charts',
  revisions: { '1-31': { version: '1.31', webhookPort: 20123 } },
};
const env = labEnv(lab, { PATH: '/usr/bin:/bin' });

/** Settings that a user may have, and what is left of them behind those of the lab. */
const OWN_SETTINGS = [
  ['', ''],
  ['values.pilot.x=1', ',values.pilot.x=1'],
  [
    'values.a=1,values.pilot.env.ISTIOD_CUSTOM_HOST=localhost,values.pilot.x=1',
    ',values.pilot.x=1',
  ],
  ['values.a=1,values.pilot.env.ISTIOD_CUSTOM_HOST=localhost', ''],
] as const;
const userOf = (own: string) => (own === '' ? {} : { ISTIO_REVISIONS_SET_1_31: own });

describe('labEnv', () => {
  it('points the webhooks of a revision at its own port of loopback', () => {
    expect(env['ISTIO_REVISIONS_SET_1_31']).toBe(
      'values.pilot.istiodRemote.injectionURL=https://localhost:20123/inject,' +
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

describe('labEnv over the variables of a user', () => {
  it.each(OWN_SETTINGS)('does not drop the settings of the user: %j', (own, expected) => {
    const name = 'ISTIO_REVISIONS_SET_1_31';
    const once = labEnv(lab, userOf(own));
    expect(once[name]).toBe(`${env[name] ?? ''}${expected}`);
    expect(labEnv(lab, once)[name]).toBe(once[name]);
  });
});

describe('envScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-env-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives a shell exactly the values, whatever characters they hold', () => {
    const script = join(folder, 'env.sh');
    writeFileSync(script, envScript(lab));
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

  it.each(OWN_SETTINGS)('does not drop the settings of the user: %j', (own, expected) => {
    const script = join(folder, 'env.sh');
    writeFileSync(script, envScript(lab));
    const print = '. "$0"; . "$0"; printf "%s" "$ISTIO_REVISIONS_SET_1_31"';
    const said = execFileSync('/bin/sh', ['-euc', print, script], {
      encoding: 'utf8',
      env: { PATH: '/bin', ...userOf(own) },
    });
    expect(said).toBe(`${env['ISTIO_REVISIONS_SET_1_31'] ?? ''}${expected}`);
  });
});
