import type { YamlProblem } from './yaml-problem';

/** A megabyte: forty thousand lines, two thirds of what etcd stores of one object. */
const MAX_BYTES = 1024 * 1024;

/**
 * What no YAML may hold as it is: control characters but tabs and ends of lines, halves of characters, and the line separators
 * of Unicode, which readers of version 1.1 take for ends of lines and others for text.
 */
const UNPRINTABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/u;

/** A text, and why it cannot be read further. */
export interface DecodedText {
  /** Without a byte order mark, with `\n` or `\r\n` at the ends of lines. */
  readonly text: string;
  readonly problem: YamlProblem | null;
}

/** Decodes a file, which must be UTF-8, of a bounded size, and text throughout. */
export function decodeText(bytes: Uint8Array | string): DecodedText {
  if (bytes.length > MAX_BYTES) {
    const message = `it has ${String(bytes.length)} bytes, at most ${String(MAX_BYTES)} are read; give parts of it as several files`;
    return { text: '', problem: { code: 'too-large', message, offset: 0 } };
  }
  if (typeof bytes === 'string') return printable(bytes);
  if (isUtf16(bytes))
    return { text: '', problem: wrongEncoding('it is UTF-16; save it as UTF-8', 0) };
  // It drops the mark that Windows programs write at the start.
  const text = withLines(new TextDecoder().decode(bytes));
  const replaced = text.indexOf('\ufffd');
  if (replaced < 0 || isUtf8(bytes)) return printable(text);
  return { text, problem: wrongEncoding('it is not UTF-8 here; save it as UTF-8', replaced) };
}

function printable(original: string): DecodedText {
  const marked = original.startsWith('\ufeff') ? original.slice(1) : original;
  const text = withLines(marked);
  const [character] = UNPRINTABLE.exec(text) ?? [];
  if (character === undefined) return { text, problem: null };
  const offset = text.indexOf(character);
  if (character === '\0')
    return {
      text,
      problem: wrongEncoding('it has zeros, as UTF-16 does; save it as UTF-8', offset),
    };
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const message = `the character U+${code} has no place in YAML; in a text in double quotes write "\\u${code}"`;
  return { text, problem: wrongEncoding(message, offset) };
}

/** A return alone ended a line on old computers, and does for readers of version 1.1. */
function withLines(text: string): string {
  return text.replaceAll(/\r(?!\n)/g, '\n');
}

/** As Windows' shell writes what is redirected to a file. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function wrongEncoding(message: string, offset: number): YamlProblem {
  return { code: 'wrong-encoding', message, offset };
}
