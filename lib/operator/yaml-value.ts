import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { MAX_DEPTH } from './compose-yaml';
import { isObject, type Json, type JsonObject } from './json';
import type { YamlProblem } from './yaml-problem';

/** Values of one document, those counted again that an alias repeats. */
const MAX_VALUES = 100_000;

/** A value, and where everything in it stands. */
export interface YamlValue {
  readonly value: Json;
  /** Where each key of an object, and each element of a list, stands in the text. Aliases share what they stand for. */
  readonly offsets: ReadonlyOffsets;
  readonly problems: readonly YamlProblem[];
}

/** Where the keys of objects and the elements of lists stand. */
export interface ReadonlyOffsets {
  get(container: object): ReadonlyMap<string, number> | undefined;
}

/** What a document holds, as far as it can be read; all problems are told at once, unless there is too much of it. */
export function yamlValue(contents: Node | null): YamlValue {
  const reader = new ValueReader();
  try {
    const { value } = reader.read(contents, []);
    return { value, offsets: reader.offsets, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof TooManyValues)) throw error;
    const message = `it has more than ${String(MAX_VALUES)} values once every alias is replaced by what it stands for; give parts of it as several files`;
    const problem: YamlProblem = { code: 'too-large', message, offset: error.offset };
    return { value: null, offsets: reader.offsets, problems: [...reader.problems, problem] };
  }
}

/** A value with what it costs. */
interface Read {
  readonly value: Json;
  /** How many values it consists of. */
  readonly size: number;
  /** Levels of nesting in it. */
  readonly height: number;
}

type Path = readonly string[];

/** Ends the reading of a document whose aliases multiply. */
class TooManyValues extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super('too many values');
    this.offset = offset;
  }
}

class ValueReader {
  readonly problems: YamlProblem[] = [];
  readonly offsets = new WeakMap<object, ReadonlyMap<string, number>>();
  /** What each anchor stands for by now; the node itself while it is read. */
  readonly #anchors = new Map<string, Read | Node>();
  #left = MAX_VALUES;

  read(node: Node | null, path: Path): Read {
    if (node === null) return NOTHING;
    if (isAlias(node)) return this.#aliased(node.source, node, path);
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    const read = this.#content(node, path);
    // The same name may be given again further inside, and then stands for that.
    if (anchor !== undefined && this.#anchors.get(anchor) === node) this.#anchors.set(anchor, read);
    return read;
  }

  #content(node: Node, path: Path): Read {
    this.#take(1, node);
    if (isMap<Node | null, Node | null>(node)) return this.#object(node.items, path);
    if (isSeq<Node>(node)) return this.#list(node.items, path);
    return { value: this.#scalar(node, path), size: 1, height: 0 };
  }

  #aliased(name: string, node: Node, path: Path): Read {
    const found = this.#anchors.get(name);
    if (found === undefined || !('size' in found)) {
      this.#refuse(
        node,
        path,
        found === undefined
          ? `there is no anchor "&${name}" before this`
          : `the anchor "&${name}" contains itself`,
      );
      return NOTHING;
    }
    this.#take(found.size, node);
    if (path.length + found.height <= MAX_DEPTH) return found;
    this.#refuse(
      node,
      path,
      `with what "*${name}" stands for, it is nested more than ${String(MAX_DEPTH)} levels deep`,
      'too-large',
    );
    return NOTHING;
  }

  #scalar(node: Node, path: Path): Json {
    const value = isScalar(node) ? (node.value as Json) : null;
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    this.#refuse(node, path, 'no number is infinite or none at all; put it in quotes');
    return null;
  }

  #list(items: readonly Node[], path: Path): Read {
    const children = items.map((item, index) => this.read(item, [...path, String(index)]));
    const value = children.map((child) => child.value);
    this.offsets.set(value, new Map(items.map((item, index) => [String(index), offsetOf(item)])));
    return measured(value, children);
  }

  /** In the order in which they are written, as istioctl has it: what is merged in replaces the keys before. */
  #object(pairs: readonly Pair<Node | null, Node | null>[], path: Path): Read {
    const fields = new Map<string, Json>();
    const offsets = new Map<string, number>();
    const own = new Set<string>();
    const children = pairs.flatMap(({ key, value }) => {
      if (isMergeKey(key)) return this.#merged(value ?? key, path, fields, offsets);
      const name = this.#key(key, path);
      if (name === null) return [];
      if (own.has(name)) this.#duplicate(name, key, path);
      const child = this.read(value, [...path, name]);
      own.add(name);
      offsets.set(name, offsetOf(key));
      fields.set(name, child.value);
      return [child];
    });
    const value: JsonObject = Object.fromEntries(fields);
    this.offsets.set(value, offsets);
    return measured(value, children);
  }

  #merged(
    node: Node,
    path: Path,
    fields: Map<string, Json>,
    offsets: Map<string, number>,
  ): readonly Read[] {
    const sources = isSeq<Node>(node) ? node.items : [node];
    const reads = sources.map((source) => this.read(source, path));
    // The first of several has the say.
    for (const [index, { value }] of [...reads.entries()].reverse()) {
      if (isObject(value)) {
        for (const [name, child] of Object.entries(value)) {
          fields.set(name, child ?? null);
          offsets.set(name, this.offsets.get(value)?.get(name) ?? offsetOf(node));
        }
      } else if (reads[index] !== NOTHING)
        this.#refuse(sources[index] ?? node, path, '"<<" takes an object or a list of objects');
    }
    return reads;
  }

  #key(node: Node | null, path: Path): string | null {
    const { value } = this.read(node, path);
    if (typeof value === 'string' && value !== '__proto__') return value;
    if (typeof value === 'boolean') return String(value);
    // Readers write fractions that become keys each in its own way, most of them as they are here.
    if (typeof value === 'number' && (Number.isInteger(value) || isWrittenSo(node, value)))
      return String(value);
    this.#refuse(node, path, keyAdvice(value));
    return null;
  }

  #duplicate(name: string, node: Node | null, path: Path): void {
    this.#refuse(
      node,
      [...path, name],
      'this key is there already, further up; readers of YAML take one of the two without a word',
      'duplicate-key',
    );
  }

  #refuse(
    node: Node | null,
    path: Path,
    message: string,
    code: YamlProblem['code'] = 'malformed-yaml',
  ): void {
    this.problems.push({ code, message, offset: offsetOf(node), path });
  }

  #take(size: number, node: Node): void {
    this.#left -= size;
    if (this.#left < 0) throw new TooManyValues(offsetOf(node));
  }
}

const NOTHING: Read = { value: null, size: 1, height: 0 };

function measured(value: Json, children: readonly Read[]): Read {
  return {
    value,
    size: children.reduce((sum, { size }) => sum + size, 1),
    height: children.reduce((highest, { height }) => Math.max(highest, height + 1), 1),
  };
}

function keyAdvice(value: Json): string {
  if (value === null) return 'a key is missing; write "null" in quotes if you mean that';
  return value === '__proto__' ? 'no key may be called so' : 'a key is text; put it in quotes';
}

function isWrittenSo(node: Node | null, value: number): boolean {
  return isScalar(node) && String(value) === node.source;
}

function isMergeKey(node: Node | null): node is Node {
  return isScalar(node) && typeof node.value === 'symbol';
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
