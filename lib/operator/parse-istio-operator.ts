import { LineCounter, type Document } from 'yaml';
import { InvalidInputError, type Issue } from './issue';
import type { IstioOperator } from './istio-operator';
import { parseYaml } from './parse-yaml';
import { validateIstioOperator } from './validate-istio-operator';

/**
 * Reads an IstioOperator document as istioctl reads YAML (version 1.1: `on` and `no` are booleans).
 * @throws InvalidInputError with every problem and its place.
 */
export function parseIstioOperator(text: string, file: string): IstioOperator {
  const { document, issues } = checkIstioOperator(text, file);
  if (issues.length > 0 || document === null) throw new InvalidInputError(issues);
  return document;
}

/** Reads a document and returns every problem beside it. */
export function checkIstioOperator(
  text: string,
  file: string,
): { readonly document: IstioOperator | null; readonly issues: readonly Issue[] } {
  const lines = new LineCounter();
  const yaml = parseYaml(text, { lineCounter: lines });
  if (yaml.errors.length > 0) {
    const issues = yaml.errors.map(({ message, pos }) => ({
      code: 'malformed-yaml',
      severity: 'error' as const,
      path: 'document',
      source: place(lines, file, pos[0]),
      message: message.split('\n')[0] ?? message,
    }));
    return { document: null, issues };
  }
  let document: unknown;
  try {
    document = yaml.toJS();
  } catch (error) {
    // An alias without an anchor, or aliases that multiply: found only when the values are built.
    const message = error instanceof Error ? error.message : String(error);
    const issue = { code: 'malformed-yaml', severity: 'error', path: 'document' } as const;
    return { document: null, issues: [{ ...issue, source: file, message }] };
  }
  const issues = validateIstioOperator(document, (path) => locate(yaml, lines, file, path));
  return { document: issues.length > 0 ? null : (document as IstioOperator), issues };
}

function locate(
  yaml: Document.Parsed,
  lines: LineCounter,
  file: string,
  path: readonly string[],
): string {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(yaml, path.slice(0, length));
    if (offset !== undefined) return place(lines, file, offset);
  }
  return `${file}:1:1`;
}

/** Where the key of a path stands; the value may be on a later line. */
function offsetOf(yaml: Document.Parsed, path: readonly string[]): number | undefined {
  const parent: unknown = path.length === 1 ? yaml.contents : yaml.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (typeof parent === 'object' && parent !== null && 'items' in parent) {
    for (const item of parent.items as {
      key?: { value?: unknown; range?: number[] };
      range?: number[];
    }[]) {
      if (item.key?.value === last) return item.key?.range?.[0];
    }
    const element = (parent.items as { range?: number[] }[])[Number(last)];
    return element?.range?.[0];
  }
  return undefined;
}

function place(lines: LineCounter, file: string, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${String(line)}:${String(col)}`;
}
