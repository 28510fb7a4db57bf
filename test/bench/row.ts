/** One figure beside its baselines of the same run and, where an issue sets one, its goal. */
export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** what else was measured in this run, by name */
  readonly baselines?: Readonly<Record<string, number>>;
  /** in words, with what was computed for it; `undefined`: measured for the record */
  readonly goal?: { readonly text: string; readonly isMet: boolean };
}

export const atMost = (limit: number, ours: number, unit: string): NonNullable<BenchRow['goal']> => ({
  text: `≤ ${limit} ${unit}`,
  isMet: ours <= limit,
});

/** A figure that is told as its ratio to a baseline: the machine's own speed drops out. */
export const timesBaseline = (least: number, ours: number, baseline: number): NonNullable<BenchRow['goal']> => ({
  text: `≥ ${least} x (is ${rounded(ours / baseline)})`,
  isMet: ours / baseline >= least,
});

/** A table for reading; the baselines stand beside the figure. */
export function asTable(title: string, rows: readonly BenchRow[]): string {
  const lines = rows.map(({ name, unit, ours, baselines = {}, goal }) => [
    name,
    `${rounded(ours)} ${unit}`,
    Object.entries(baselines).map(([what, value]) => `${what} ${rounded(value)}`).join(', '),
    goal?.text ?? '',
    goal === undefined ? '' : goal.isMet ? 'met' : 'NOT MET',
  ]);
  const all = [['', 'ours', 'baseline, same run', 'goal', ''], ...lines];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const text = all.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  return `\n${title}\n${'-'.repeat(title.length)}\n${text.join('\n')}\n`;
}

/** Three significant digits; whole above a hundred. */
export const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

/** @param q between 0 and 1 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * q)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
