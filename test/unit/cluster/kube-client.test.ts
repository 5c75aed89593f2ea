import { writeFileSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '../../../lib/cluster/kube-client';

describe('the API client', () => {
  it('says that there is no kubeconfig, in place of an address that it made up', () => {
    const { HOME, KUBECONFIG } = process.env;
    delete process.env['KUBECONFIG'];
    process.env['HOME'] = mkdtempSync(join(tmpdir(), 'istio-revisions-home-'));
    try {
      expect(() => createKubeClient()).toThrow(
        'kubeconfig ~/.kube/config cannot be used: there is none; set KUBECONFIG, or create it',
      );
    } finally {
      process.env['HOME'] = HOME;
      if (KUBECONFIG !== undefined) process.env['KUBECONFIG'] = KUBECONFIG;
    }
  });

  it('gives up on an API server that takes a request and never answers', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const kubeconfig = join(mkdtempSync(join(tmpdir(), 'istio-revisions-client-')), 'kubeconfig');
    const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
    const config = {
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'c', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'c' } }],
      'current-context': 'c',
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const asked = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      expect(ms).toBe(30_000);
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 50);
      return controller.signal;
    });
    try {
      const { core, objects } = createKubeClient({ kubeconfig });
      await expect(core.listNamespace()).rejects.toThrow(/abort/i);
      await expect(objects.list('v1', 'Namespace')).rejects.toThrow(/abort/i);
    } finally {
      asked.mockRestore();
      server.closeAllConnections();
      server.close();
    }
  });
});
