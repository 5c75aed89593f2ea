import { Composer, Lexer, Parser, type CST, type Document } from 'yaml';
import { YAML_OPTIONS } from './parse-yaml';
import type { YamlProblem } from './yaml-problem';

/** Tokens that are read of one text: keys, values, signs and gaps. Six make an ordinary line. */
const MAX_TOKENS = 250_000;

/** Levels of nesting that are read; no field of an IstioOperator is at twenty. */
export const MAX_DEPTH = 100;

/** Messages of the library may quote the rest of the text. */
const MAX_MESSAGE = 200;

/** What the documents of a text consist of. */
export interface ComposedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly problems: readonly YamlProblem[];
}

/**
 * Composes a stream of documents with bounded work: memory and time grow with the text and no further, and what is nested too
 * deep is refused before anything descends into it.
 */
export function composeYaml(text: string): ComposedYaml {
  const { tokens, problem } = parse(text);
  if (problem !== null) return { documents: [], problems: [problem] };
  const problems = tokens.filter(isDirective).map(directiveProblem);
  const documents = compose(
    tokens.filter((token) => !isDirective(token)),
    text.length,
  );
  for (const { errors, warnings } of documents) {
    for (const { message, pos } of [...errors, ...warnings])
      problems.push(malformed(message.slice(0, MAX_MESSAGE), pos[0]));
  }
  return { documents, problems };
}

/** A hundred thousand problems take a quarter of the memory and a sixth of the time without the stack that each would keep. */
function compose(tokens: readonly CST.Token[], end: number): Document.Parsed[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const composer = new Composer({ ...YAML_OPTIONS, uniqueKeys: false });
    return [...composer.compose(tokens, true, end)];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function parse(text: string): {
  readonly tokens: readonly CST.Token[];
  readonly problem: YamlProblem | null;
} {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let left = MAX_TOKENS;
  const tooLarge = (message: string) => ({
    tokens: [],
    problem: { code: 'too-large' as const, message, offset: parser.offset },
  });
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    left -= 1;
    if (left < 0)
      return tooLarge(
        'reading ends here, after what an ordinary document has in 40000 lines; give parts of it as several files',
      );
    if (parser.stack.length > MAX_DEPTH)
      return tooLarge(`it is nested more than ${String(MAX_DEPTH)} levels deep here`);
  }
  return { tokens: [...tokens, ...parser.end()], problem: null };
}

function isDirective({ type }: CST.Token): boolean {
  return type === 'directive';
}

/** istioctl's reader takes none, and one that names another version would only mislead. */
function directiveProblem({ offset }: CST.Token): YamlProblem {
  return malformed(
    'a line with "%" at its start is for YAML readers and has no use here; remove it',
    offset,
  );
}

function malformed(message: string, offset: number): YamlProblem {
  return { code: 'malformed-yaml', message, offset };
}
