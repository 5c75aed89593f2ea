import { execFile } from 'node:child_process';
import { parse } from 'yaml';
import { resolveTool } from '../../lab/binaries/resolve-tool';
import type { KubeObject } from '../../lib/render/kube-object';
import type { ConformanceInput } from './conformance-input';
import type { Outcome } from './outcome';

/** The real istioctl of a minor: `istioctl manifest generate`, with no cluster and with the charts that are built into it. */
export type Istioctl = (
  input: Pick<ConformanceInput, 'files' | 'settings'>,
  env?: Readonly<Record<string, string>>,
  flags?: readonly string[],
) => Promise<Outcome>;

/** A cold build takes minutes, once. */
export const ISTIOCTL_BUILD_MS = 3_600_000;

const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

/** Finds istioctl, building it where there is none. */
export async function openIstioctl(minor: string): Promise<Istioctl> {
  const { path } = await resolveTool(`istioctl-${minor}`, process.env, (line) =>
    process.stderr.write(`${line}\n`),
  );
  return ({ files, settings }, env = {}, flags = []) =>
    generate(
      path,
      [
        ...files.map((file) => `--filename=${file}`),
        ...settings.map((setting) => `--set=${setting}`),
        ...flags,
      ],
      env,
    );
}

function generate(
  istioctl: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    execFile(
      istioctl,
      ['manifest', 'generate', ...args],
      // Nothing of the caller's may have a part in it.
      { env: { KUBECONFIG: '/dev/null', ...env }, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve({ type: 'rendered', objects: objectsIn(stdout), reported: [] });
        // A panic is a refusal too: nothing comes out.
        else if (typeof error.code === 'number')
          resolve({ type: 'refused', message: stderr, reported: [] });
        else reject(new Error('istioctl could not be run', { cause: error }));
      },
    );
  });
}

const read = new Map<string, KubeObject>();

function objectsIn(stdout: string): KubeObject[] {
  return stdout
    .split('\n---\n')
    .filter((text) => text.trim() !== '')
    .map((text) => {
      // The definitions, most of the text, are the same every time.
      const object = read.get(text) ?? readObject(text);
      read.set(text, object);
      return object;
    });
}

/** A whole number that no double holds stays apart from the double next to it. */
function readObject(text: string): KubeObject {
  return parse(
    text,
    (_key, value: unknown) =>
      typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value,
    { intAsBigInt: true },
  ) as KubeObject;
}
