import { delimiter, join } from 'node:path';
import type { LabState } from './state';

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
        `ISTIO_REVISIONS_SET_${revision.toUpperCase().replaceAll('-', '_')}`,
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
    'values.pilot.env.ISTIOD_CUSTOM_HOST=localhost',
  ].join(',');
}

/** A file to source; PATH is extended, not replaced. */
export function envScript(env: Readonly<Record<string, string>>, dir: string): string {
  const lines = Object.entries(env).map(([name, value]) =>
    name === 'PATH'
      ? `export PATH=${quote(join(dir, 'bin'))}:"$PATH"`
      : `export ${name}=${quote(value)}`,
  );
  return `${lines.join('\n')}\n`;
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
