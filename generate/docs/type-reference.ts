import * as ts from 'typescript';
import { docstringOf } from './docstring';
import { resolved, type SourceProgram } from './source-program';

/** Where a type is described: the link to it. */
export type LinkOf = (name: string) => string;

/** A field as people write it, such as `mesh.base.version`. */
interface Field {
  readonly path: string;
  readonly symbol: ts.Symbol;
  readonly required: boolean;
}

/** Types and their fields, as Markdown. */
export class TypeReference {
  readonly #source: SourceProgram;
  /** Types that were mentioned, in that order. */
  readonly #mentioned = new Map<string, ts.Symbol>();
  readonly #linkOf: LinkOf;

  constructor(source: SourceProgram, linkOf: LinkOf) {
    this.#source = source;
    this.#linkOf = linkOf;
  }

  /** The types that fields mentioned and whose fields are worth telling. */
  get mentioned(): ReadonlyMap<string, ts.Symbol> {
    return this.#mentioned;
  }

  /** The fields of a type, a line each. */
  fieldsOf(type: ts.Type): string[] {
    return this.#fields(type, '').map((field) => this.#line(field));
  }

  /** Fields of every form that a type has; those of an object that has no name of its own with their path. */
  #fields(type: ts.Type, prefix: string): Field[] {
    const { checker } = this.#source;
    const forms = objectsOf(type).map((form) => checker.getPropertiesOfType(form));
    const names = [...new Set(forms.flat().map(({ name }) => name))];
    return names.flatMap((name) => {
      const found = forms.flatMap((form) => form.filter((one) => one.name === name));
      const symbols = found.filter((symbol) => !isNever(checker.getTypeOfSymbol(symbol)));
      const [symbol] = symbols;
      if (symbol === undefined) return [];
      const everywhere = found.length === forms.length && symbols.length === forms.length;
      const required = everywhere && symbols.every((one) => !isOptional(one));
      const path = `${prefix}${name}`;
      return [{ path, symbol, required }, ...this.#nested(symbol, path)];
    });
  }

  #nested(symbol: ts.Symbol, path: string): Field[] {
    const node = typeNodeOf(symbol);
    if (node === undefined) return [];
    const { inner, isList } = withoutList(node);
    return partsOf(inner)
      .filter(ts.isTypeLiteralNode)
      .flatMap((part) =>
        this.#fields(
          this.#source.checker.getTypeFromTypeNode(part),
          `${path}${isList ? '[]' : ''}.`,
        ),
      );
  }

  #line({ path, symbol, required }: Field): string {
    const { text, standard } = docstringOf(symbol, this.#source.checker);
    const links = this.#mention(symbol).map((name) => `[${name}](${this.#linkOf(name)})`);
    const notes = [this.#typeText(symbol), ...(required ? ['required'] : [])];
    const parts = [
      text,
      ...(links.length === 0 ? [] : [`Fields: ${links.join(', ')}.`]),
      ...(standard === undefined ? [] : [`Default: ${standard}.`]),
    ].filter((part) => part !== '');
    const said = parts.length === 0 ? '' : `: ${parts.join(' ')}`;
    return `- \`${path}\` (${notes.join(', ')})${said}`;
  }

  /** As it is written, short; of an object without a name its fields follow. */
  #typeText(symbol: ts.Symbol): string {
    const node = typeNodeOf(symbol);
    const { checker } = this.#source;
    if (node === undefined) return `\`${checker.typeToString(checker.getTypeOfSymbol(symbol))}\``;
    const { inner, isList } = withoutList(node);
    if (ts.isTypeLiteralNode(inner)) return isList ? 'list of objects' : 'object';
    const between = ts.isIntersectionTypeNode(inner) ? ' & ' : ' | ';
    const written = partsOf(inner).map((part) =>
      ts.isTypeLiteralNode(part) ? 'object' : shown(part),
    );
    const text = literalsOf(checker.getTypeFromTypeNode(inner)) ?? written.join(between);
    return isList ? `list of \`${text}\`` : `\`${text}\``;
  }

  /** Notes and returns the types of ours that a field names. */
  #mention(symbol: ts.Symbol): string[] {
    const node = typeNodeOf(symbol);
    const { checker } = this.#source;
    const names: string[] = [];
    const look = (one: ts.Node): void => {
      if (ts.isTypeLiteralNode(one)) return;
      if (ts.isTypeReferenceNode(one)) {
        const at = checker.getSymbolAtLocation(one.typeName);
        const target = at === undefined ? undefined : resolved(at, checker);
        if (target !== undefined && this.#isDescribed(target)) {
          this.#mentioned.set(target.name, target);
          names.push(target.name);
        }
      }
      ts.forEachChild(one, look);
    };
    if (node !== undefined) look(node);
    return [...new Set(names)];
  }

  #isDescribed(symbol: ts.Symbol): boolean {
    const isType = (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0;
    if (!isType || !this.#source.isOurs(symbol)) return false;
    return objectsOf(this.#source.checker.getDeclaredTypeOfSymbol(symbol)).length > 0;
  }
}

const PRINTER = ts.createPrinter({ removeComments: true });

/** A type as it is written, in one line. */
function shown(node: ts.TypeNode): string {
  const text = PRINTER.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return text.replace(/\s+/g, ' ').replace(/\breadonly /g, '');
}

/** What a type is put together of. */
function partsOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  return ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node) ? node.types : [node];
}

/** The forms of a type that have fields. */
function objectsOf(type: ts.Type): readonly ts.Type[] {
  const object = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  return formsOf(type).filter(({ flags }) => (flags & object) !== 0);
}

function formsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isNever(type: ts.Type): boolean {
  const flags = ts.TypeFlags.Undefined | ts.TypeFlags.Never;
  return formsOf(type).every((form) => (form.flags & flags) !== 0);
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}

function typeNodeOf({ declarations }: ts.Symbol): ts.TypeNode | undefined {
  const [declaration] = declarations ?? [];
  if (declaration === undefined) return undefined;
  return ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration)
    ? declaration.type
    : undefined;
}

/** What a list is a list of. */
function withoutList(node: ts.TypeNode): { readonly inner: ts.TypeNode; readonly isList: boolean } {
  const plain = ts.isTypeOperatorNode(node) ? node.type : node;
  if (!ts.isArrayTypeNode(plain)) return { inner: plain, isList: false };
  const { elementType } = plain;
  const inner = ts.isParenthesizedTypeNode(elementType) ? elementType.type : elementType;
  return { inner, isList: true };
}

/** More words than this are a list of their own. */
const MOST_WORDS = 8;

/** The words that a type allows, where it is nothing but words. */
function literalsOf(type: ts.Type): string | null {
  const words = formsOf(type).map((form) => (form.isStringLiteral() ? form.value : null));
  return words.includes(null) || words.length < 2 || words.length > MOST_WORDS
    ? null
    : words
        .sort()
        .map((word) => `'${String(word)}'`)
        .join(' | ');
}
