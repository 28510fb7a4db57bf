import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';

export const phaseInWords: Readonly<Record<WorkRow['phase'], string>> = {
  reading: 'being read',
  compared: 'waits for consensus',
  revealed: 'in discussion',
  signed: 'signed',
};

export type WorkFilter = 'all' | 'unassigned' | WorkRow['phase'];

/** How many readers an item still wants; of one that I read blind myself nobody tells me, and it counts as none. */
export const missingReaders = (row: WorkRow): number =>
  row.phase === 'reading' && !row.areOthersHidden
    ? Math.max(0, row.readersNeeded - row.readers.filter((reader) => reader.state !== 'returned').length)
    : 0;

export const isUnderstaffed = (row: WorkRow): boolean => missingReaders(row) > 0;

/** Rows that a filter and all words of a search leave. */
export function filterRows(rows: readonly WorkRow[], filter: WorkFilter, words: string): WorkRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter === 'unassigned' ? !isUnderstaffed(row) : filter !== 'all' && row.phase !== filter) return false;
    const text = `${row.name} ${row.modality} ${row.readers.map((reader) => reader.name).join(' ')}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The selection after a click; with Shift everything from the last click to this one. */
export function selectedAfter(
  rows: readonly { id: string }[],
  selection: ReadonlySet<string>,
  clicked: string,
  last: string | undefined,
  isRange: boolean,
): ReadonlySet<string> {
  const next = new Set(selection);
  const isOn = !selection.has(clicked);
  const [from, to] = [
    rows.findIndex((row) => row.id === (isRange ? last : clicked)),
    rows.findIndex((row) => row.id === clicked),
  ];
  for (const row of rows.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)) {
    if (isOn) next.add(row.id);
    else next.delete(row.id);
  }
  return next;
}

export const counts = (rows: readonly WorkRow[]): Readonly<Record<WorkFilter, number>> => ({
  all: rows.length,
  unassigned: rows.filter(isUnderstaffed).length,
  reading: rows.filter((row) => row.phase === 'reading').length,
  compared: rows.filter((row) => row.phase === 'compared').length,
  revealed: rows.filter((row) => row.phase === 'revealed').length,
  signed: rows.filter((row) => row.phase === 'signed').length,
});
