import { delimiter, join } from 'node:path';
import type { LabState } from './state';

/** Ends what the lab sets for a revision. */
const LAST_SETTING = 'values.pilot.env.ISTIOD_CUSTOM_HOST=localhost';
const SETTINGS = 'ISTIO_REVISIONS_SET_';

/** What the variables of a lab are made from. */
export type LabOfEnv = Pick<LabState, 'dir' | 'kubeconfig' | 'charts' | 'revisions'>;

/**
 * What programs need to find the lab, over the variables of the user: the CLI sets it for itself, people source it from
 * `env.sh`. Of a revision's settings the user's own come last, so that they win.
 * @param injectionPath - where the injector is asked, which tells it the cluster that uses the istiods of another
 */
export function labEnv(
  lab: LabOfEnv,
  user: NodeJS.ProcessEnv,
  injectionPath = '/inject',
): Record<string, string> {
  return {
    ISTIO_REVISIONS_LAB: lab.dir,
    ISTIO_REVISIONS_CHARTS: lab.charts,
    ...Object.fromEntries(
      Object.entries(lab.revisions).map(([revision, { webhookPort }]) => {
        const name = `${SETTINGS}${revision.toUpperCase().replaceAll('-', '_')}`;
        return [
          name,
          [webhookSettings(webhookPort, injectionPath), ...ownSettings(user[name])].join(','),
        ];
      }),
    ),
    KUBECONFIG: lab.kubeconfig,
    PATH: [join(lab.dir, 'bin'), user['PATH'] ?? ''].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(lab.dir, 'pulumi-state')}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_HOME: join(lab.dir, 'pulumi-home'),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
}

/** What this or an earlier lab put before them is dropped: its ports are not of today. */
function ownSettings(settings = ''): string[] {
  return (settings.split(LAST_SETTING).at(-1) ?? '').split(',').filter((setting) => setting !== '');
}

/** istiod runs outside the cluster, so the API server calls its webhooks by URL. */
function webhookSettings(port: number, injectionPath: string): string {
  const url = `https://localhost:${String(port)}`;
  return [
    `values.pilot.istiodRemote.injectionURL=${url}${injectionPath}`,
    `values.base.validationURL=${url}/validate`,
    LAST_SETTING,
  ].join(',');
}

/** The same as a file to source, also twice, over the variables of whichever shell sources it. */
export function envScript(lab: LabOfEnv): string {
  const lines = Object.entries(labEnv(lab, {})).map(([name, value]) => {
    if (name === 'PATH') return exportPath(join(lab.dir, 'bin'));
    return name.startsWith(SETTINGS) ? settingsLine(name, value) : exportLine(name, value);
  });
  return `${lines.join('\n')}\n`;
}

/** A line that sets a variable, to be sourced. */
export function exportLine(name: string, value: string): string {
  return `export ${name}=${quote(value)}`;
}

/** A line that puts a folder before those of the shell that sources it. */
export function exportPath(folder: string): string {
  return `export PATH=${quote(folder)}:"$PATH"`;
}

/** As `ownSettings`, in a shell. */
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
