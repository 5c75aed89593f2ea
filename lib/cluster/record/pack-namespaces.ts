/** JSON of any shape. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type JsonObject = Readonly<Record<string, Json>>;

/** JSON in which every namespace is a number, and what these numbers stand for. */
export interface PackedNamespaces {
  readonly names: readonly string[];
  /** 16 bytes each, in the order of the names, as Base64. */
  readonly uids: string;
  readonly value: Json;
}

/** Keys that mean something here begin with it; those of the value that do so get one more. */
const MARK = '@';

/** In place of `name` and `uid` of a namespace: its place in the table; in a column, how far it is from the one before. */
const PLACE = MARK;

/** In place of a list of objects with the same keys: for each key the list of their values. */
const COLUMNS = `${MARK}columns`;

const UID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UID_BYTES = 16;

/**
 * Takes out of JSON what repeats where it names thousands of namespaces, each by name and uid in several lists. It knows no
 * shape: whatever has a `name`, and a `uid` as the API server makes them, is a namespace, wherever it is.
 */
export function packNamespaces(value: Json): PackedNamespaces {
  const places = new Map<string, number>();
  const pack = (one: Json): Json => {
    if (isList(one)) return fold(one.map(pack));
    if (!isObject(one)) return one;
    const { name, uid, ...rest } = one;
    const isNamespace = typeof name === 'string' && typeof uid === 'string' && UID.test(uid);
    if (!isNamespace) return mapObject(one, escaped, pack);
    const identity = uid + name;
    const place = places.get(identity) ?? places.size;
    places.set(identity, place);
    return { [PLACE]: place, ...mapObject(rest, escaped, pack) };
  };
  const packed = pack(value);
  const identities = [...places.keys()];
  const uids = identities.map((one) => one.slice(0, UID_LENGTH).replaceAll('-', ''));
  return {
    names: identities.map((one) => one.slice(UID_LENGTH)),
    uids: Buffer.from(uids.join(''), 'hex').toString('base64'),
    value: packed,
  };
}

const UID_LENGTH = 36;

/** The JSON that was packed. */
export function unpackNamespaces({ names, uids, value }: PackedNamespaces): Json {
  const bytes = Buffer.from(uids, 'base64');
  const identityAt = (place: number): JsonObject => ({
    name: names[place] ?? '',
    uid: uidOf(bytes.subarray(place * UID_BYTES, (place + 1) * UID_BYTES)),
  });
  const unpack = (one: Json): Json => {
    if (isList(one) || isFolded(one)) return unfold(one).map(unpack);
    if (!isObject(one)) return one;
    const { [PLACE]: place, ...rest } = one;
    const identity = typeof place === 'number' ? identityAt(place) : {};
    return { ...identity, ...mapObject(rest, unescaped, unpack) };
  };
  return unpack(value);
}

function fold(list: readonly Json[]): Json {
  const [first] = list;
  if (list.length < 2 || !isObject(first)) return list;
  const keys = Object.keys(first);
  const text = keys.join('\n');
  const rows = list.filter((one) => isObject(one) && Object.keys(one).join('\n') === text);
  if (keys.length === 0 || rows.length < list.length) return list;
  const columns = keys.map((key) => {
    const column = (rows as JsonObject[]).map((row) => row[key] ?? null);
    const isPlaces = key === PLACE && column.every((one) => typeof one === 'number');
    return [key, isPlaces ? distances(column) : fold(column)];
  });
  return { [COLUMNS]: Object.fromEntries(columns) as JsonObject };
}

function unfold(folded: Json): readonly Json[] {
  if (!isFolded(folded)) return folded as readonly Json[];
  const columns = Object.entries(folded[COLUMNS]).map(([key, packed]) => {
    const column = unfold(packed);
    const isPlaces = key === PLACE && column.every((one) => typeof one === 'number');
    return [key, isPlaces ? sums(column) : column] as const;
  });
  const count = columns[0]?.[1].length ?? 0;
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map(([key, column]) => [key, column[row] ?? null])),
  );
}

function distances(places: readonly number[]): number[] {
  return places.map((place, index) => place - (places[index - 1] ?? 0));
}

function sums(steps: readonly number[]): number[] {
  let place = 0;
  return steps.map((step) => (place += step));
}

function uidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20]
    .map((start, index, starts) => hex.slice(start, starts[index + 1]))
    .join('-');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFolded(value: Json): value is { readonly [COLUMNS]: JsonObject } {
  return isObject(value) && COLUMNS in value;
}

function mapObject(
  object: JsonObject,
  rename: (key: string) => string,
  change: (value: Json) => Json,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [rename(key), change(value)]),
  );
}

function escaped(key: string): string {
  return key.startsWith(MARK) ? MARK + key : key;
}

function unescaped(key: string): string {
  return key.startsWith(MARK) ? key.slice(1) : key;
}
