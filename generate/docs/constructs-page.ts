import * as ts from 'typescript';
import { docstringOf } from './docstring';
import { TypeReference } from './type-reference';
import type { SourceProgram } from './source-program';
import { typeSection } from './spec-page';

const INDEX = 'constructs/index.ts';

/** What the page is made of. */
export const CONSTRUCTS_SOURCES = [INDEX];

const HEAD = `# Constructs

<!-- Written by \`make docs\` from the classes of constructs/ and their props. -->

What a chart of cdk8s is composed of: \`new MeshBase(this, 'base', { … })\`. In an environment they are made of its
[data](spec.md). Each says all that is wrong with its props at once.
`;

/**
 * The reference of what the package exports.
 * @param elsewhere - names of types that docs/spec.md describes
 */
export function constructsPage(source: SourceProgram, elsewhere: readonly string[]): string {
  const reference = new TypeReference(source, (name) =>
    elsewhere.includes(name) ? `spec.md#${name.toLowerCase()}` : `#${name.toLowerCase()}`,
  );
  const exported = [...source.exportsOf(INDEX).values()];
  const classes = exported.filter(({ flags }) => (flags & ts.SymbolFlags.Class) !== 0);
  const sections = classes.map((symbol) => classSection(symbol, reference, source));
  const written = new Set([...elsewhere, ...classes.map(({ name }) => `${name}Props`)]);
  const types: string[] = [];
  for (const [name, symbol] of reference.mentioned) {
    if (written.has(name)) continue;
    written.add(name);
    types.push(typeSection(symbol, reference, source));
  }
  return [HEAD, ...sections, ...types].join('\n');
}

function classSection(
  symbol: ts.Symbol,
  reference: TypeReference,
  { checker }: SourceProgram,
): string {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isClassDeclaration(declaration))
    throw new Error(`${symbol.name} is no class`);
  const own = declaration.members.find(ts.isConstructorDeclaration);
  const props = own?.parameters.find(({ name }) => name.getText() === 'props')?.type;
  const made = symbol.members?.get(ts.InternalSymbolName.Constructor);
  const throws = made === undefined ? [] : docstringOf(made, checker).throws;
  const fields = props === undefined ? [] : reference.fieldsOf(checker.getTypeFromTypeNode(props));
  const kept = [...(symbol.members?.values() ?? [])].filter(isShown);
  return [
    `## ${symbol.name}\n`,
    `${docstringOf(symbol, checker).text}\n`,
    ...list('Props:', fields),
    ...list(
      'It has, for others to read:',
      kept.map((one) => keptLine(one, checker)),
    ),
    ...list(
      'It throws',
      throws.map((text) => `- ${text}`),
    ),
  ].join('\n');
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n`, `${lines.join('\n')}\n`];
}

function isShown({ valueDeclaration }: ts.Symbol): boolean {
  return (
    valueDeclaration !== undefined &&
    ts.isPropertyDeclaration(valueDeclaration) &&
    ts.isIdentifier(valueDeclaration.name) &&
    (ts.getCombinedModifierFlags(valueDeclaration) &
      (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) ===
      0
  );
}

function keptLine(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const { text } = docstringOf(symbol, checker);
  const type = checker.typeToString(checker.getTypeOfSymbol(symbol)).replace(/^readonly /, '');
  return `- \`${symbol.name}\` (\`${type}\`)${text === '' ? '' : `: ${text}`}`;
}
