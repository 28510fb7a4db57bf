import type { ReactNode } from 'react';
import classes from './table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
  /** `code`: the mono face; `dim`: secondary; `fill`: takes the room that is left */
  readonly look?: 'code' | 'dim' | 'fill';
  readonly isTitleHidden?: boolean;
  /** left out on a phone */
  readonly isWideOnly?: boolean;
}

export interface TableProps<Row> {
  /** what the rows are, for screen readers */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly isSelected?: (row: Row) => boolean;
  readonly onOpen?: (row: Row) => void;
  readonly isHeadHidden?: boolean;
  readonly foot?: ReactNode;
}

/** A row that is laid out as a box is no row to a screen reader any more; said outright it stays one. */
const says = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/** Rows divided by one line; on a phone each row is a box that wraps. Where `onOpen` is given a click anywhere in a row opens it; the cell must hold a link or button for the keyboard. */
export function Table<Row>({ label, columns, rows, rowKey, isSelected, onOpen, isHeadHidden, foot }: TableProps<Row>) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label} {...says.table}>
        <thead className={isHeadHidden ? classes.hidden : undefined} {...says.rowgroup}>
          <tr {...says.row}>
            {columns.map((column) => (
              <th
                {...says.columnheader}
                key={column.id}
                scope="col"
                data-align={column.align}
                data-look={column.look}
                data-wide-only={column.isWideOnly ?? false}
              >
                <span className={column.isTitleHidden ? classes.hidden : undefined}>{column.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...says.rowgroup}>
          {rows.map((row) => (
            <tr
              {...says.row}
              key={rowKey(row)}
              data-selected={isSelected?.(row) ?? false}
              data-opens={onOpen !== undefined}
              onClick={(event) => isPlain(event.target) && onOpen?.(row)}
            >
              {columns.map((column) => (
                <td
                  {...says.cell}
                  key={column.id}
                  data-align={column.align}
                  data-look={column.look}
                  data-wide-only={column.isWideOnly ?? false}
                  data-title={column.isTitleHidden ? undefined : column.title}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}

/** A click on something in the row that acts by itself is not a click on the row. */
const isPlain = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label, [role="menuitem"]') === null;
