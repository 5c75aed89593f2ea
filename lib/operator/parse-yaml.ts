import {
  parseDocument,
  Schema,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type ScalarTag,
  type SchemaOptions,
} from 'yaml';
import { plainScalar } from './plain-scalar';

const PREFIX = 'tag:yaml.org,2002:';

/** What text without quotes and without a tag means. */
const PLAIN: ScalarTag = { tag: `${PREFIX}plain`, default: true, test: /^/, resolve: plainScalar };

const BINARY: ScalarTag = {
  tag: `${PREFIX}binary`,
  resolve: (text) =>
    new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))),
};

/**
 * YAML as Kubernetes' readers have it. A schema of its own, so that no `%YAML` line of a document chooses another; keys that are
 * there twice are left to whoever reads on, since the library looks for each among all others.
 */
export const YAML_OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  schema: new Schema({
    schema: 'failsafe',
    customTags: [
      'merge',
      PLAIN,
      BINARY,
      tagged('null', (value) => value === null),
      tagged('bool', (value) => typeof value === 'boolean'),
      tagged('int', Number.isInteger),
      tagged('float', (value) => typeof value === 'number'),
    ],
  }),
};

/** Reads one document as istioctl and Helm do: YAML 1.1, where `on` and `no` are booleans but dates and times are text. */
export function parseYaml(text: string, options: ParseOptions = {}): Document.Parsed {
  return parseDocument(text, { ...YAML_OPTIONS, ...options });
}

/** A value that is said to be of a type, whether in quotes or not. */
function tagged(name: string, isOf: (value: unknown) => boolean): ScalarTag {
  return {
    tag: `${PREFIX}${name}`,
    resolve: (text, onError) => {
      const value = plainScalar(text);
      if (!isOf(value)) onError(`${JSON.stringify(text)} is no ${name}`);
      return value;
    },
  };
}
