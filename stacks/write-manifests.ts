import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Names, type App } from 'cdk8s';
import type { KubeObject } from '../lib/render/kube-object';
import { manifestText } from '../lib/render/manifest-text';

/**
 * Writes the charts of an app as its own `synth` does, a file each, in a third of the time. An app for each environment makes
 * that linear: cdk8s looks through the whole app for every chart of it.
 */
export function writeManifests(app: App): void {
  mkdirSync(app.outdir, { recursive: true });
  for (const chart of app.charts) {
    const file = `${Names.toDnsLabel(chart)}${app.outputFileExtension}`;
    writeFileSync(join(app.outdir, file), manifestText(chart.toJson() as KubeObject[]));
  }
}
