import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Yaml } from 'cdk8s';

/** What the analyzers of an istioctl say of objects, from warnings on. */
export interface AnalyzerMessage {
  readonly code: string;
  readonly level: string;
  /** The object, such as `VirtualService shop/cart`. */
  readonly origin: string;
  readonly message: string;
}

const FLAGS = ['--use-kube=false', '--all-namespaces', '--output=json'];
const THRESHOLD = ['--output-threshold=Warning', '--failure-threshold=Error'];
const LONGEST_OUTPUT = 32 * 1024 * 1024;

/** Lets the analyzers of an istioctl read objects, without any cluster. */
export async function analyze(
  istioctl: string,
  objects: readonly unknown[],
): Promise<readonly AnalyzerMessage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-analyze-'));
  const file = join(folder, 'objects.yaml');
  writeFileSync(file, Yaml.stringify(...objects));
  // It exits with another code than 0 where it finds errors, which it has written then.
  const { stdout } = await promisify(execFile)(
    istioctl,
    ['analyze', ...FLAGS, ...THRESHOLD, file],
    { env: { KUBECONFIG: '/dev/null' }, maxBuffer: LONGEST_OUTPUT },
  ).catch((error: unknown) => error as { stdout: string });
  rmSync(folder, { recursive: true });
  return JSON.parse(stdout) as readonly AnalyzerMessage[];
}
