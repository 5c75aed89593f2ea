import {
  parseAllDocuments,
  parseDocument,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';

/** Tags of YAML 1.1 that the readers of Kubernetes leave as text, such as `2026-01-01` and `10:30`. */
const TEXT_TAGS = new Set(['TIME', 'timestamp']);

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: (tags) =>
    tags.filter((tag) => {
      if (typeof tag === 'string') return !TEXT_TAGS.has(tag);
      return tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp';
    }),
};

/** Reads one document as istioctl and Helm do: YAML 1.1, where `on` and `no` are booleans but dates and times are text. */
export function parseYaml(text: string, options: ParseOptions = {}): Document.Parsed {
  return parseDocument(text, { ...OPTIONS, ...options });
}

/** Reads a stream of documents in the same way. */
export function parseYamlStream(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, OPTIONS);
  return 'empty' in documents ? [] : documents;
}
