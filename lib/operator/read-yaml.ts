import { isScalar, LineCounter, type Document } from 'yaml';
import { composeYaml } from './compose-yaml';
import { decodeText } from './decode-text';
import type { Issue } from './issue';
import type { Locate } from './locate';
import { pathText } from './operator-path';
import type { YamlProblem } from './yaml-problem';
import { yamlValue, type YamlValue } from './yaml-value';

/** Problems of one text that are told one by one; whoever has more sees the rest after mending these. */
const MAX_ISSUES = 20;

/** What a text says. */
export interface ReadYaml {
  /** JSON throughout; `null` of an empty text. Where there are issues, what could be read; the last of keys that are there twice. */
  readonly value: unknown;
  /** Finds the key of a path, or the last one on the way that is there. */
  readonly locate: Locate;
  readonly issues: readonly Issue[];
}

/**
 * Reads one document of YAML or JSON as istioctl does, and tells where everything stands. It never throws, and takes memory
 * and time in proportion to the text, of which it reads a megabyte at most.
 *
 * Unlike istioctl it refuses what is there twice, tags and directives without a meaning, more than one document, and UTF-16.
 *
 * @param name - what the text is called in messages, such as the path of its file
 */
export function readYaml(bytes: Uint8Array | string, name: string): ReadYaml {
  const { text, problem } = decodeText(bytes);
  const lines = linesOf(text);
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${String(line)}:${String(col)}`;
  };
  const { read, problems } =
    problem === null ? readText(text) : { read: NOTHING, problems: [problem] };
  return {
    value: read.value,
    locate: (path) => place(offsetAt(read, path)),
    issues: toIssues(problems, name, place),
  };
}

const NOTHING: YamlValue = { value: null, offsets: new WeakMap(), problems: [] };

function readText(text: string): {
  readonly read: YamlValue;
  readonly problems: readonly YamlProblem[];
} {
  const composed = composeYaml(text);
  const [document, ...others] = composed.documents.filter(hasContents);
  const read = document === undefined ? NOTHING : yamlValue(document.contents);
  const several = others.map(({ range }) => ({
    code: 'several-documents' as const,
    message: 'another document starts here; a file holds one',
    offset: range[0],
  }));
  return { read, problems: [...composed.problems, ...read.problems, ...several] };
}

/** Where nothing is between two lines of dashes, there is no document. */
function hasContents({ contents }: Document.Parsed): boolean {
  return contents !== null && !(isScalar(contents) && contents.value === null);
}

function offsetAt({ value, offsets }: YamlValue, path: readonly string[]): number {
  let at: unknown = value;
  let offset = 0;
  for (const key of path) {
    const found = typeof at === 'object' && at !== null ? offsets.get(at)?.get(key) : undefined;
    if (found === undefined) break;
    offset = found;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return offset;
}

function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
    lines.addNewLine(end + 1);
  return lines;
}

function toIssues(
  problems: readonly YamlProblem[],
  name: string,
  place: (offset: number) => string,
): Issue[] {
  const told = [...problems].sort((a, b) => a.offset - b.offset).slice(0, MAX_ISSUES);
  const issues = told.map(({ code, message, offset, path = [] }): Issue => {
    return {
      code,
      severity: 'error',
      path: pathText(path) || 'document',
      source: place(offset),
      message,
    };
  });
  const untold = problems.length - told.length;
  return untold === 0 ? issues : [...issues, andMore(untold, name)];
}

function andMore(count: number, name: string): Issue {
  return {
    code: 'more-problems',
    severity: 'error',
    path: 'document',
    source: name,
    message: `and ${String(count)} more, which are told once these are mended`,
  };
}
