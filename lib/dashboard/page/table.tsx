import type { ComponentChildren, JSX } from 'preact';

interface TableProps {
  /** What it is a table of; shown above it. */
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** What stands there without rows. @default nothing, not even the table */
  readonly empty?: string;
}

/** A table that is read out with its row's and column's names, and scrolls by itself where it is too wide. */
export function Table({ caption, head, rows, empty }: TableProps): JSX.Element | null {
  if (rows.length === 0) return empty === undefined ? null : <p class="quiet">{empty}</p>;
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={index} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={index}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
