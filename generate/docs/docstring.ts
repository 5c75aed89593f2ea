import * as ts from 'typescript';

/** What a docstring says. */
export interface Docstring {
  readonly text: string;
  /** `@default`, absent where there is none. */
  readonly standard?: string;
  /** `@throws`, each in a sentence. */
  readonly throws: readonly string[];
}

/** The docstring of a symbol, as Markdown in one paragraph. */
export function docstringOf(symbol: ts.Symbol, checker: ts.TypeChecker): Docstring {
  const tags = symbol.getJsDocTags(checker);
  const standard = tags.find(({ name }) => name === 'default');
  return {
    text: paragraph(ts.displayPartsToString(symbol.getDocumentationComment(checker))),
    ...(standard === undefined ? {} : { standard: asValue(textOf(standard)) }),
    throws: tags.filter(({ name }) => name === 'throws').map(textOf),
  };
}

function textOf({ text }: ts.JSDocTagInfo): string {
  return paragraph(ts.displayPartsToString(text));
}

/** A value stands as code, a sentence as it is. */
function asValue(text: string): string {
  return /^('[^']*'|[\d_]+|true|false|\[[^\]]*\])$/.test(text) ? `\`${text}\`` : text;
}

/** Tables of a docstring are no part of its paragraph. */
function paragraph(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('|'));
  const words = lines.join(' ').replace(/\{@link ([^}]+)\}/g, '`$1`');
  return escaped(words.replace(/\s+/g, ' ').trim());
}

/** What Markdown would take for its own, outside of code. */
export function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[<*_]/g, '\\$&')))
    .join('');
}
