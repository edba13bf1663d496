// Rows on a wide page, cards on a phone. Roles are said aloud because cards lose what tables mean.
import type { ComponentChildren } from "preact";

export interface Row {
  key: string;
  cells: ComponentChildren[];
  /** Shown paler: disabled, expired. */
  quiet?: boolean;
}

interface Props {
  /** For screen readers: what the table lists. */
  caption: string;
  head: string[];
  rows: Row[];
}

/** The first cell names the row. A head that is empty is a column of buttons. */
export function Table({ caption, head, rows }: Props) {
  return (
    <table class="table" role="table">
      <caption class="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {head.map((title, n) => (
            <th key={n} role="columnheader" scope="col">
              {title || <span class="unseen">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ key, cells, quiet }) => (
          <tr key={key} role="row" class={quiet ? "quiet" : undefined}>
            {cells.map((cell, n) =>
              n === 0 ? (
                <th key={n} role="rowheader" scope="row">
                  {cell}
                </th>
              ) : (
                <td key={n} role="cell" data-label={head[n]} class={head[n] ? undefined : "acts"}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
