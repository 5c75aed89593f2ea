import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const MODULES = join(__dirname, '..', '..', 'lab', 'modules');

/** The folder of Istio's Go module of a minor, as the lab pins it: of the same sources as its istioctl. */
export function istioModule(minor: string): string {
  const stdout = execFileSync('go', ['mod', 'download', '-json', 'istio.io/istio'], {
    cwd: join(MODULES, `istio-${minor}`),
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off' },
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
}
