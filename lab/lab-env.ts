import { delimiter, join } from 'node:path';
import type { LabState } from './state';

/** Ends what the lab sets for a revision. */
const LAST_SETTING = 'values.pilot.env.ISTIOD_CUSTOM_HOST=localhost';
const SETTINGS = 'ISTIO_REVISIONS_SET_';

/** What programs need to find the lab: the CLI sets it for itself, people source it from `env.sh`. */
export function labEnv(
  lab: Pick<LabState, 'dir' | 'kubeconfig' | 'charts' | 'revisions' | 'provider'>,
  path: string,
): Record<string, string> {
  return {
    ISTIO_REVISIONS_LAB: lab.dir,
    ISTIO_REVISIONS_CHARTS: lab.charts,
    ...Object.fromEntries(
      Object.entries(lab.revisions).map(([revision, { webhookPort }]) => [
        `${SETTINGS}${revision.toUpperCase().replaceAll('-', '_')}`,
        webhookSettings(webhookPort),
      ]),
    ),
    KUBECONFIG: lab.kubeconfig,
    PATH: [join(lab.dir, 'bin'), path].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(lab.dir, 'pulumi-state')}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_HOME: join(lab.dir, 'pulumi-home'),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
}

/** istiod runs outside the cluster, so the API server calls its webhooks by URL. */
function webhookSettings(port: number): string {
  const url = `https://localhost:${String(port)}`;
  return [
    `values.istiodRemote.injectionURL=${url}/inject`,
    `values.base.validationURL=${url}/validate`,
    LAST_SETTING,
  ].join(',');
}

/** A file to source, also twice; PATH is extended, and of a revision's settings the user's own come last, so that they win. */
export function envScript(env: Readonly<Record<string, string>>, dir: string): string {
  const lines = Object.entries(env).map(([name, value]) => {
    if (name === 'PATH') return `export PATH=${quote(join(dir, 'bin'))}:"$PATH"`;
    return name.startsWith(SETTINGS) ? settingsLine(name, value) : `export ${name}=${quote(value)}`;
  });
  return `${lines.join('\n')}\n`;
}

/** What this or an earlier lab put before the user's own settings is dropped: its ports are not of today. */
function settingsLine(name: string, value: string): string {
  return [
    `${name}="\${${name}-}"`,
    `${name}="\${${name}##*${LAST_SETTING}}"`,
    `export ${name}=${quote(value)}"\${${name}:+,\${${name}#,}}"`,
  ].join('; ');
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
