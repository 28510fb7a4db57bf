import type { DeleteRange } from './scan.ts';

/** A set of clocks kept as disjoint, ascending, half-open runs `[starts[i], ends[i])`. */
export class ClockRanges {
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Index of the first run that ends after `clock`. */
  private from(clock: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle]! > clock)
        high = middle; // in bounds: low <= middle < high
      else low = middle + 1;
    }
    return low;
  }

  add(start: number, end: number): void {
    const last = this.ends.length - 1;
    if (last < 0 || start > this.ends[last]!) {
      this.starts.push(start);
      this.ends.push(end);
      return;
    }
    const first = this.from(start - 1); // a run that touches is joined
    let after = first;
    let joinedStart = start;
    let joinedEnd = end;
    while (after < this.starts.length && this.starts[after]! <= end) {
      joinedStart = Math.min(joinedStart, this.starts[after]!);
      joinedEnd = Math.max(joinedEnd, this.ends[after]!);
      after++;
    }
    this.starts.splice(first, after - first, joinedStart);
    this.ends.splice(first, after - first, joinedEnd);
  }

  /** Adds many in one pass: each for itself would move all that lie above it. @param ascending by `clock` */
  addAll(ascending: readonly DeleteRange[]): void {
    const [first] = ascending;
    if (first === undefined) return;
    const isBelow = first.clock < (this.starts.at(-1) ?? 0);
    const starts = isBelow ? this.starts.splice(0) : [];
    const ends = isBelow ? this.ends.splice(0) : [];
    let at = 0;
    for (const { clock, length } of ascending) {
      for (; at < starts.length && starts[at]! <= clock; at++) this.add(starts[at]!, ends[at]!); // as many as starts
      this.add(clock, clock + length);
    }
    for (; at < starts.length; at++) this.add(starts[at]!, ends[at]!);
  }

  /** Calls back with each part of `[start, end)` that is not in the set. */
  missing(start: number, end: number, found: (start: number, end: number) => void): void {
    let at = start;
    for (let i = this.from(start); i < this.starts.length && at < end; i++) {
      const runStart = this.starts[i]!; // in bounds by the loop's condition
      if (runStart >= end) break;
      if (runStart > at) found(at, runStart);
      at = Math.max(at, this.ends[i]!);
    }
    if (at < end) found(at, end);
  }
}

/** Clocks by client. */
export type DeletedClocks = Map<number, ClockRanges>;

/** So few are added one by one: a pass over a whole document costs more. */
const few = 32;

export function addAllDeleted(deleted: DeletedClocks, ranges: readonly DeleteRange[]): void {
  if (ranges.length <= few) {
    for (const { client, clock, length } of ranges) addDeleted(deleted, client, clock, clock + length);
    return;
  }
  for (const [client, own] of Map.groupBy(ranges, (range) => range.client)) {
    const known = deleted.get(client) ?? new ClockRanges();
    deleted.set(client, known);
    known.addAll(own.sort((a, b) => a.clock - b.clock));
  }
}

/** Merged, and ascending for each client. */
export function inOrder(ranges: readonly DeleteRange[]): DeleteRange[] {
  const merged: DeletedClocks = new Map();
  addAllDeleted(merged, ranges);
  return [...merged].flatMap(([client, { starts, ends }]) => starts.map((clock, i) => ({ client, clock, length: ends[i]! - clock }))); // as many as starts
}

export function addDeleted(deleted: DeletedClocks, client: number, start: number, end: number): void {
  let ranges = deleted.get(client);
  if (ranges === undefined) deleted.set(client, (ranges = new ClockRanges()));
  ranges.add(start, end);
}
