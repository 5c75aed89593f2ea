import type * as ts from 'typescript';
import { docstringOf } from './docstring';
import { TypeReference } from './type-reference';
import type { SourceProgram } from './source-program';

const FLEET = 'stacks/environments/fleet.ts';
const ENVIRONMENT = 'stacks/environments/environment.ts';

/** What the page is made of. */
export const SPEC_SOURCES = [ENVIRONMENT, FLEET];

const HEAD = `# What an environment says

<!-- Written by \`make docs\` from the types of stacks/environments. -->

An environment is data: a mesh in one cluster, or in several. An editor knows every field of it, and \`istio-revisions plan\` and \`up\` refuse
what is wrong, all at once. Types that begin with \`mesh.\`, \`values.\`, \`networking.\` and the like are Istio's own, of the newest minor
([generated](../lib/generated/README.md)). What a rollout does with its fields: [rollouts](rollouts.md); the same fields are the \`spec\` of a
RevisionRollout object.
`;

/** A page, and what it describes. */
export interface SpecPage {
  readonly text: string;
  /** Names of the types that have a section. */
  readonly types: readonly string[];
}

/** The reference of everything that an environment can say. */
export function specPage(source: SourceProgram): SpecPage {
  const roots = [
    source.exportsOf(ENVIRONMENT).get('EnvironmentSpec'),
    source.exportsOf(FLEET).get('FleetSpec'),
  ].filter((symbol) => symbol !== undefined);
  const reference = new TypeReference(source, (name) => `#${name.toLowerCase()}`);
  const written = new Map<string, string>();
  const write = (symbol: ts.Symbol): void => {
    if (written.has(symbol.name)) return;
    written.set(symbol.name, '');
    written.set(symbol.name, typeSection(symbol, reference, source));
  };
  roots.forEach(write);
  // What a section mentions comes behind it, and the map goes on while it grows.
  for (const symbol of reference.mentioned.values()) write(symbol);
  return { text: [HEAD, ...written.values()].join('\n'), types: [...written.keys()] };
}

/** What a type is, and its fields. */
export function typeSection(
  symbol: ts.Symbol,
  reference: TypeReference,
  { checker }: SourceProgram,
): string {
  const { text } = docstringOf(symbol, checker);
  const fields = reference.fieldsOf(checker.getDeclaredTypeOfSymbol(symbol));
  return [`## ${symbol.name}\n`, `${text}\n`, `${fields.join('\n')}\n`].join('\n');
}
