import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubeClient } from '../../../lib/cluster/kube-client';
import { kubeconfigFor } from '../../support/stub-api-server';

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
    const kubeconfig = kubeconfigFor(port);
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
