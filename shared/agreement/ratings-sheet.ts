/** A file's cells, trimmed, every row as long as the first; `line` counts from 1. */
export type Sheet = {
  readonly header: readonly string[] | undefined;
  readonly rows: readonly { readonly cells: readonly string[]; readonly line: number }[];
};

/** What is wrong inside a file, before the file is named: what and what to do, and the line from 1 when known. */
export type Fault = { readonly message: string; readonly line?: number };

/** The cell, or `null` where it says that there is no rating. */
export function missingOr(cell: string): string | null {
  return /^(|na|n\/a|nan|null|none|[.\-?*])$/i.test(cell) ? null : cell;
}
