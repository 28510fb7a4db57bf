import { atMost, type BenchRow, median, timesBaseline } from '../row.ts';
import { type Figures, runCase } from './runner.ts';

/** The figures of one case on each server; the peer's are absent where it could not be installed. */
interface Measured {
  readonly ours: Figures;
  readonly bare: Figures | undefined;
  readonly peer: Figures | undefined;
}

export interface Part {
  readonly name: string;
  readonly rounds: number;
  readonly peerCase?: string; // where the peer is given less, because it would take minutes
  readonly hasBare: boolean;
  rows(measured: Measured): readonly BenchRow[];
}

/** Rounds of ours and the bare server take turns, so that what else the machine does falls on both; the peer runs once. */
export async function measure(part: Part, peer: string | undefined): Promise<readonly BenchRow[]> {
  const ours: Figures[] = [];
  const bare: Figures[] = [];
  for (let round = 0; round < part.rounds; round++) {
    if (part.hasBare) keep(bare, await runCase('bare-server.ts', part.name));
    keep(ours, await runCase('our-server.ts', part.name));
  }
  const peers = peer === undefined ? undefined : await runCase(peer, part.peerCase ?? part.name);
  const own = medians(ours);
  return own === undefined ? [] : part.rows({ ours: own, bare: medians(bare), peer: peers });
}

const keep = (rounds: Figures[], figures: Figures | undefined): void => {
  if (figures !== undefined) rounds.push(figures);
};

function medians(rounds: readonly Figures[]): Figures | undefined {
  const [first] = rounds;
  if (first === undefined) return undefined;
  return Object.fromEntries(Object.keys(first).map((name) => [name, median(rounds.map((figures) => figures[name]!))]));
}

/** One figure of each server, as a row's columns. */
function beside(measured: Measured, figure: string): { ours: number; baselines: Record<string, number> } {
  const { ours, bare, peer } = measured;
  const baselines: Record<string, number> = {};
  if (bare?.[figure] !== undefined) baselines['bare ws'] = bare[figure];
  if (peer?.[figure] !== undefined) baselines['y-websocket-server'] = peer[figure];
  return { ours: ours[figure]!, baselines };
}

const fanOut = (count: number, goals: { readonly times?: number; readonly p95Ms?: number }): Part => ({
  name: `fan-out-${count}`,
  rounds: 3,
  hasBare: true,
  rows(measured) {
    const full = beside(measured, 'perSecond');
    const p95 = beside(measured, 'p95');
    const bareP95 = p95.baselines['bare ws'] ?? Number.NaN;
    return [
      { name: `${count} in a room, saturated`, unit: 'deliveries/s', ...full, ...(goals.times === undefined ? {} : { goal: timesBaseline(goals.times, full.ours, full.baselines['bare ws'] ?? Number.NaN) }) },
      { name: `${count} in a room, server CPU saturated`, unit: 'µs/delivery', ...beside(measured, 'serverMicros') },
      { name: `${count} in a room at 30 Hz, p50`, unit: 'ms', ...beside(measured, 'p50') },
      { name: `${count} in a room at 30 Hz, p95`, unit: 'ms', ...p95, ...(goals.p95Ms === undefined ? {} : { goal: { text: `≤ ${goals.p95Ms} ms, or 0.31 of bare ws`, isMet: p95.ours <= goals.p95Ms || p95.ours <= 0.31 * bareP95 } }) },
      { name: `${count} in a room at 30 Hz, p99`, unit: 'ms', ...beside(measured, 'p99') },
      { name: `${count} in a room at 30 Hz, p95 of the first 3 s of a new server`, unit: 'ms', ...beside(measured, 'coldP95') },
    ];
  },
});

export const parts: readonly Part[] = [
  fanOut(2, {}),
  fanOut(20, {}),
  fanOut(50, { times: 6, p95Ms: 5 }),
  {
    name: 'rooms',
    rounds: 3,
    hasBare: true,
    rows(measured) {
      const full = beside(measured, 'perSecond');
      return [
        { name: '500 rooms of 2, saturated', unit: 'edits/s', ...full, goal: timesBaseline(0.7, full.ours, full.baselines['bare ws'] ?? Number.NaN) },
        { name: '500 rooms of 2, the first 3 s of a new server', unit: 'edits/s', ...beside(measured, 'coldPerSecond') },
        { name: '500 rooms of 2, server CPU', unit: 'µs/edit', ...beside(measured, 'serverMicros') },
        { name: '500 rooms of 2, the generator’s core', unit: 'share', ...beside(measured, 'generatorShare') },
      ];
    },
  },
  {
    name: 'offline',
    rounds: 3,
    hasBare: false,
    rows: (measured) => [row('5,000 offline edits to three peers', 'ms', beside(measured, 'ms'), 40)],
  },
  {
    name: 'storm',
    rounds: 3,
    hasBare: true,
    rows: (measured) => [row('1,000 clients come back at once', 'ms', beside(measured, 'allMs'), 1500)],
  },
  {
    name: 'cold',
    rounds: 3,
    hasBare: false,
    rows: (measured) => [
      row('10,000 edits, first opening after a restart', 'ms', beside(measured, 'first'), 150),
      row('10,000 edits, opened again', 'ms', beside(measured, 'again'), 150),
    ],
  },
  {
    name: 'memory',
    peerCase: 'memory-few',
    rounds: 3,
    hasBare: true,
    rows: (measured) => [
      row('a document of 50 KB, open (2,000 of them; peer 300)', 'KB', beside(measured, 'openKb'), 100),
      row('a document of 50 KB, after all have left', 'KB', beside(measured, 'leftKb'), 5),
      { name: 'a document of 50 KB, open, resident', unit: 'KB', ...beside(measured, 'openRssKb') },
    ],
  },
];

function row(name: string, unit: string, figure: { ours: number; baselines: Record<string, number> }, limit: number): BenchRow {
  return { name, unit, ...figure, goal: atMost(limit, figure.ours, unit) };
}
