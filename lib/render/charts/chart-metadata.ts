import { isObject } from '../../operator/json';
import { readYamlStream } from '../kubernetes-yaml';

/** What a chart says of itself. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
}

/** Reads a `Chart.yaml`; `null` where it says neither name nor version, or is no YAML. */
export function chartMetadata(text: string): ChartMetadata | null {
  const content = read(text);
  if (!isObject(content)) return null;
  const { name, version } = content;
  return typeof name === 'string' && typeof version === 'string' ? { name, version } : null;
}

function read(text: string): unknown {
  try {
    return readYamlStream(text)[0];
  } catch {
    return null;
  }
}
