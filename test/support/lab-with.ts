import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

const REVISIONS = { '1-31': { version: '1.31', webhookPort: 1 } };

/** What the commands find when a lab says that it runs; without a server it has no kubeconfig. */
export function labWith(server?: string): NodeJS.ProcessEnv {
  const dir = mkdtempSync(join(tmpdir(), 'istio-revisions-lab-'));
  const kubeconfig = join(dir, 'kubeconfig');
  if (server !== undefined) writeFileSync(kubeconfig, stringify(configFor(server)));
  const state = {
    schema: 1,
    dir,
    phase: 'running',
    processes: [],
    revisions: REVISIONS,
    kubeconfig,
  };
  writeFileSync(join(dir, 'state.json'), JSON.stringify({ ...state, charts: dir }));
  return { ISTIO_REVISIONS_LAB: dir };
}

function configFor(server: string): object {
  const named = { name: 'c' };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ ...named, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ ...named, user: {} }],
    contexts: [{ ...named, context: { cluster: 'c', user: 'c' } }],
    'current-context': 'c',
  };
}
