import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type * as Tar from 'tar';
import type { ChartDefaults, ChartFile } from '../../operator/explain/chart-defaults';
import { issueText } from '../../operator/issue';
import { isObject } from '../../operator/json';
import { readYaml } from '../../operator/read-yaml';
import { CHART_FACTS } from './chart-names';
import type { Chart } from './chart-set';
import { ChartsError } from './charts-error';

const VALUES = 'values.yaml';

/** Names of files, as a profile is looked for among those of the chart only. */
const PROFILE = /^[A-Za-z0-9._-]{1,63}$/;

/** What a chart sets by itself. @throws ChartsError for a chart without values that can be read */
export function chartDefaults(chart: Chart): ChartDefaults {
  const read = filesOf(chart);
  const values = chartFile(chart, VALUES, read);
  if (values === null) throw new ChartsError(`${chart.path} has no ${VALUES}`);
  return {
    values,
    profile: (name) =>
      PROFILE.test(name) ? chartFile(chart, `files/profile-${name}.yaml`, read) : null,
  };
}

type ReadFile = (file: string) => Buffer | null;

function filesOf({ path }: Chart): ReadFile {
  if (statSync(path).isDirectory()) {
    return (file) => (existsSync(join(path, file)) ? readFileSync(join(path, file)) : null);
  }
  const files = archivedFiles(path);
  return (file) => files.get(file) ?? null;
}

/** Files of values in an archive, by their path below its one folder. */
function archivedFiles(archive: string): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer[]>();
  // Only here: it takes longer to load than to use, and charts are mostly folders where they are looked into.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { list } = require('tar') as typeof Tar;
  list({
    file: archive,
    sync: true,
    strict: true,
    filter: (path) => /^[^/]+\/(values|files\/profile-[^/]+)\.yaml$/.test(path),
    onReadEntry: (entry) => {
      const read: Buffer[] = [];
      chunks.set(entry.path.slice(entry.path.indexOf('/') + 1), read);
      entry.on('data', (chunk: Buffer) => read.push(chunk));
    },
  });
  return new Map([...chunks].map(([path, read]) => [path, Buffer.concat(read)]));
}

function chartFile({ name, path }: Chart, file: string, read: ReadFile): ChartFile | null {
  const bytes = read(file);
  if (bytes === null) return null;
  const { value, locate, issues } = readYaml(bytes, `${CHART_FACTS[name].title}/${file}`);
  // Of a key that is there twice Helm takes the last, and so does the reader.
  const issue = issues.find(({ code }) => code !== 'duplicate-key');
  if (issue === undefined && isObject(value)) return { content: value, locate };
  const why = issue === undefined ? 'it holds no object' : issueText(issue);
  throw new ChartsError(`${file} of ${path} holds no values: ${why}`);
}
