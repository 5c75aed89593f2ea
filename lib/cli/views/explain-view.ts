import type { ExplainedLeaf } from '../../operator/explain/explained-leaf';
import type { Json } from '../../operator/json';
import { pathText } from '../../operator/operator-path';
import { RANK, type Setting } from '../../operator/traced';

/** A value longer than this is cut for people. */
const VALUE_LENGTH = 60;

/** Columns are made no wider than this for the sake of one long entry. */
const COLUMN = 60;

/**
 * Leaves for people: path, value, where it was set; below each, what that overrode. Charts are named where they get different
 * values of the same path.
 */
export function explainView(leaves: readonly ExplainedLeaf[]): string {
  const counts = new Map<string, number>();
  for (const { path } of leaves) counts.set(pathText(path), (counts.get(pathText(path)) ?? 0) + 1);
  const rows = leaves.flatMap((leaf) => rowsOf(leaf, (counts.get(pathText(leaf.path)) ?? 0) > 1));
  const [paths, values] = [0, 1].map((column) =>
    Math.min(COLUMN, Math.max(0, ...rows.map((cells) => (cells[column] ?? '').length))),
  ) as [number, number];
  return rows
    .map(([path, value, where]) => `${path.padEnd(paths)}  ${value.padEnd(values)}  ${where}\n`)
    .join('');
}

type Row = readonly [path: string, value: string, where: string];

function rowsOf(
  { path, value, setBy, overrode, charts }: ExplainedLeaf,
  isOneOfSeveral: boolean,
): Row[] {
  const readers =
    charts?.length === 0
      ? '; nothing that is installed has a use for it'
      : isOneOfSeveral
        ? ` (for ${(charts ?? []).join(', ')})`
        : '';
  return [
    [pathText(path), textOf(value), whereText(setBy, path) + readers],
    ...overrode.map((setting): Row => [
      '',
      `over ${textOf(setting.value)}`,
      whereText(setting, path),
    ]),
  ];
}

/** A layer, and where in it, such as `mesh.yaml:7:3 as hub`. */
function whereText(setting: Setting, path: readonly string[]): string {
  const { layer, source = '', rank } = setting;
  const where = source.startsWith(layer) || source === '' ? source || layer : `${layer}, ${source}`;
  const name = writtenAs(setting);
  return name === null || name === pathText(path) || rank === RANK.shipped
    ? where
    : `${where} as ${name}`;
}

/** The path under which a setting was written, below the spec; `null` of what is no IstioOperator. */
export function writtenAs({ path }: Setting): string | null {
  return path[0] === 'spec' && path.length > 1 ? pathText(path.slice(1)) : null;
}

function textOf(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH - 1)}…` : text;
}
