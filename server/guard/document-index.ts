import { addAllDeleted, addDeleted, type DeletedClocks } from './ranges.ts';
import type { DeleteRange } from './scan.ts';

/**
 * Where a struct lives: one number for (parent type, list or map side). Garbage has none. A type offers two containers,
 * its list at an even number and its map at the next odd one; roots are types too.
 */
export type Container = number;
export const nowhere: Container = -1;

/** Runs of structs of one client with the same container; `offers` is the list container of a type (a run of its own), else `nowhere`. */
interface Runs {
  readonly starts: number[];
  readonly containers: Container[];
  readonly offers: Container[];
  end: number;
}

/**
 * What the guard must know of a document, in a few kilobytes instead of a Y.Doc: how far each client is, in which container
 * each struct lies, which structs are types, what is known to be deleted. It may think something alive that Yjs has deleted
 * by itself (the loser of two concurrent sets); it never thinks something deleted that is alive.
 */
export class DocumentIndex {
  private readonly clients = new Map<number, Runs>();
  private readonly rootContainers = new Map<string, Container>();
  private readonly roots: string[] = []; // by container
  private readonly owners: number[] = []; // by container: the client who made the type, -1 for a root
  private readonly depths: number[] = []; // by container: 0 for a root
  readonly deleted: DeletedClocks = new Map();

  /** The first clock of this client that is not here. */
  endOf(client: number): number {
    return this.clients.get(client)?.end ?? 0;
  }

  clientIds(): Iterable<number> {
    return this.clients.keys();
  }

  /** [client, end] of everybody who wrote, for a state vector. */
  state(): Map<number, number> {
    const state = new Map<number, number>();
    for (const [client, runs] of this.clients) state.set(client, runs.end);
    return state;
  }

  get containerCount(): number {
    return this.roots.length;
  }

  get rootCount(): number {
    return this.rootContainers.size;
  }

  rootContainer(root: string): Container | undefined {
    return this.rootContainers.get(root);
  }

  rootOf(container: Container): string {
    return this.roots[container]!; // containers are only made by `addContainers`
  }

  ownerOf(container: Container): number {
    return this.owners[container]!; // as above
  }

  depthOf(container: Container): number {
    return this.depths[container]!; // as above
  }

  /** Container of a struct that is here. */
  containerAt(client: number, clock: number): Container {
    const runs = this.clients.get(client)!; // asked only for ids below `endOf`
    return runs.containers[runAt(runs.starts, clock)]!;
  }

  /** The list container of the type made by this struct, `nowhere` when it is garbage, `undefined` when it is no type. */
  typeAt(client: number, clock: number): Container | undefined {
    const runs = this.clients.get(client)!; // asked only for ids below `endOf`
    const run = runAt(runs.starts, clock);
    const offer = runs.offers[run]!;
    if (offer !== nowhere) return offer;
    return runs.containers[run] === nowhere ? nowhere : undefined;
  }

  /** Calls back with each run of one container inside `[start, end)`, all of which must be here. */
  runsIn(
    client: number,
    start: number,
    end: number,
    found: (container: Container, start: number, end: number) => void,
  ): void {
    const runs = this.clients.get(client)!; // as above
    for (let run = runAt(runs.starts, start); run < runs.starts.length && runs.starts[run]! < end; run++) {
      const runEnd = runs.starts[run + 1] ?? runs.end;
      found(runs.containers[run]!, Math.max(start, runs.starts[run]!), Math.min(end, runEnd));
    }
  }

  /** Makes the two containers of a root or type. `root` given and no owner: it is that root itself. */
  addType(root: string, owner: number, depth: number): Container {
    const container = this.roots.length;
    this.roots.push(root, root);
    this.owners.push(owner, owner);
    this.depths.push(depth, depth);
    if (depth === 0) this.rootContainers.set(root, container);
    return container;
  }

  /** Notes structs `[clock, clock + length)` at the end of a client's. */
  addStructs(client: number, clock: number, length: number, container: Container, offers: Container): void {
    let runs = this.clients.get(client);
    if (runs === undefined) this.clients.set(client, (runs = { starts: [], containers: [], offers: [], end: 0 }));
    const last = runs.starts.length - 1;
    if (last < 0 || offers !== nowhere || runs.offers[last] !== nowhere || runs.containers[last] !== container) {
      runs.starts.push(clock);
      runs.containers.push(container);
      runs.offers.push(offers);
    }
    runs.end = clock + length;
  }

  addDeleted(client: number, start: number, end: number): void {
    addDeleted(this.deleted, client, start, end);
  }

  addAllDeleted(ranges: readonly DeleteRange[]): void {
    addAllDeleted(this.deleted, ranges);
  }
}

/** Index of the last start at or below `clock`. */
function runAt(starts: readonly number[], clock: number): number {
  let low = 0;
  let high = starts.length - 1;
  if (starts[high]! <= clock) return high;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle]! <= clock)
      low = middle; // in bounds: low < middle <= high
    else high = middle - 1;
  }
  return low;
}
