import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keep, readKept, type Kept } from '../cache/render-cache';
import { crdsKey, renderKey, type RenderWorld } from '../cache/render-key';
import type { HelmRelease } from '../helm-release';
import type { KubeObject } from '../kube-object';
import { orderObjects } from '../order-objects';
import { parseManifests, type PrintedObject } from '../parse-manifests';
import { rememberText } from '../printed-text';
import { copyWithoutCrds } from './chart-without-crds';
import { findHelm, helmPath, knownHelm } from './find-helm';
import { helmEnvironment } from './helm-environment';
import type { HelmRun } from './run-helm';

/** What the charts are told of the cluster; a later one renders the same. */
const KUBE_VERSION = '1.34.0';

const CRD = 'CustomResourceDefinition';

/** What a chart rendered to, but for the CRDs, which are kept once for all values that they do not depend on. */
interface KeptRender {
  readonly objects: readonly PrintedObject[];
  readonly crds?: { readonly key: string; readonly checksum: string };
}

type KeptCrds = readonly PrintedObject[];

/** What is left to do for a chart: one run of Helm, and what becomes of its output. */
export interface RenderJob {
  readonly run: HelmRun;
  readonly finish: (output: string) => readonly KubeObject[];
  /** Removes what the run needed. */
  readonly dispose: () => void;
}

/** The objects that the same Helm, chart and values gave before; `null` where they have to be rendered. */
export function renderedBefore(
  release: HelmRelease,
  env: NodeJS.ProcessEnv,
): readonly KubeObject[] | null {
  const kept = readKept<KeptRender>(env, renderKey(release, worldOf(env)));
  if (kept === null) return null;
  const { objects, crds } = kept.content;
  if (crds === undefined) return known(objects);
  const shared = readKept<KeptCrds>(env, crds.key);
  return shared?.checksum === crds.checksum ? known([...shared.content, ...objects]) : null;
}

/** Prepares the render of a chart; the version of Helm must be known when it is finished. @throws HelmError where there is no Helm */
export function renderJob(release: HelmRelease, env: NodeJS.ProcessEnv): RenderJob {
  const { chart, name, namespace, values } = release;
  const crds = keptCrds(release, env);
  const folder = crds === null ? null : withoutCrds(chart.path);
  const run = {
    helm: helmPath(env),
    args: [
      'template',
      name,
      folder === null ? chart.path : join(folder, COPY),
      `--namespace=${namespace}`,
      `--kube-version=${KUBE_VERSION}`,
      '--include-crds',
      '--values=-',
    ],
    env: helmEnvironment(env),
    input: JSON.stringify(values),
  };
  return {
    run,
    finish: (output) =>
      keepAll(release, env, parseManifests(output, namespace), folder === null ? null : crds),
    dispose: () => {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Name of the copy in its folder. */
const COPY = 'chart';

/** The CRDs of a base chart, where they are known. Of a Helm whose version is still to be asked nothing is. */
function keptCrds(release: HelmRelease, env: NodeJS.ProcessEnv): Kept<KeptCrds> | null {
  if (release.chart.name !== 'base' || knownHelm(env) === null) return null;
  return readKept<KeptCrds>(env, crdsKey(release, worldOf(env)));
}

/** @returns a folder with the copy; `null` where the chart must be rendered as a whole */
function withoutCrds(chart: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'istio-revisions-chart-'));
  if (copyWithoutCrds(chart, join(folder, COPY))) return folder;
  rmSync(folder, { recursive: true, force: true });
  return null;
}

/** @param leftOut - the CRDs, where they were left out of the render */
function keepAll(
  release: HelmRelease,
  env: NodeJS.ProcessEnv,
  printed: readonly PrintedObject[],
  leftOut: Kept<KeptCrds> | null,
): readonly KubeObject[] {
  const world = worldOf(env);
  const [key, ofCrds] = [renderKey(release, world), crdsKey(release, world)];
  const rendered = inOrder(printed);
  const found = leftOut === null ? rendered.filter(({ object }) => object.kind === CRD) : [];
  const objects = rendered.slice(found.length);
  if (leftOut === null && found.length === 0) {
    return known(keep<KeptRender>(env, key, { objects }).content.objects);
  }
  const crds = leftOut ?? keep<KeptCrds>(env, ofCrds, found);
  const { checksum } = crds;
  const { content } = keep<KeptRender>(env, key, { objects, crds: { key: ofCrds, checksum } });
  return known([...crds.content, ...content.objects]);
}

/** In their order, in which CRDs come first. */
function inOrder(printed: readonly PrintedObject[]): readonly PrintedObject[] {
  const texts = new Map(printed.map((one) => [one.object, one]));
  return orderObjects([...texts.keys()]).flatMap((object) => texts.get(object) ?? []);
}

/** The objects alone; their texts are remembered. */
function known(printed: readonly PrintedObject[]): readonly KubeObject[] {
  return printed.map(({ object, text }) => {
    if (text !== undefined) rememberText(object, text);
    return object;
  });
}

function worldOf(env: NodeJS.ProcessEnv): RenderWorld {
  return { helmVersion: findHelm(env).version, kubeVersion: KUBE_VERSION };
}
