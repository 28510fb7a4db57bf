import * as z from 'zod/mini';
import type { ComparedItem } from './agreement.ts';

/** How often one reader said this of a finding where the other said that; `null`: read the case and marked nothing there. */
export const ConfusionSchema = z.object({
  a: z.string(),
  b: z.string(),
  cells: z.array(z.object({ a: z.nullable(z.string()), b: z.nullable(z.string()), n: z.int() })),
});
export type Confusion = z.infer<typeof ConfusionSchema>;

/** For each two readers who share cases, their labels against each other, finding by finding. A finding that neither marked is none of theirs. */
export function confusionOf(items: readonly Pick<ComparedItem, 'readers' | 'rows'>[]): readonly Confusion[] {
  const readers = [...new Set(items.flatMap((item) => item.readers))].sort();
  return readers.flatMap((a, at) =>
    readers.slice(at + 1).flatMap((b): Confusion[] => {
      const shared = items.filter((item) => item.readers.includes(a) && item.readers.includes(b));
      return shared.length === 0 ? [] : [{ a, b, cells: cellsOf(shared, a, b) }];
    }),
  );
}

function cellsOf(items: readonly Pick<ComparedItem, 'rows'>[], a: string, b: string): Confusion['cells'] {
  const cells = new Map<string, Confusion['cells'][number]>();
  for (const row of items.flatMap((item) => item.rows)) {
    if (row.subject !== 'finding') continue;
    const labelBy = (reader: string): string | null => row.sides.find((side) => side.reader === reader)?.annotation.label ?? null;
    const said = { a: labelBy(a), b: labelBy(b) };
    if (said.a === null && said.b === null) continue;
    const key = JSON.stringify(said);
    cells.set(key, { ...said, n: (cells.get(key)?.n ?? 0) + 1 });
  }
  return [...cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell);
}
