import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { nowhere, type Container, type DocumentIndex } from './document-index.ts';
import { limits } from './limits.ts';
import { none, type Section, type Struct, type Summary } from './scan.ts';

/** A new type (or root) that an update brings; its containers are numbered after those of the index. */
interface NewType {
  readonly root: string;
  readonly owner: number;
  readonly depth: number;
}

/** Where every struct of an update goes: `containers[section][struct]`; nothing is written into the index yet. */
export interface Placement {
  readonly containers: readonly (readonly Container[])[];
  readonly offers: readonly (readonly Container[])[];
  readonly newTypes: readonly NewType[];
}

export type PlaceError =
  | { readonly type: 'gap' }
  | { readonly type: 'missing-dependency' }
  | { readonly type: 'malformed'; readonly reason: string };

/**
 * Resolves the container of each new struct through its origins or parent, in the index or in the update itself, in the
 * order Yjs would integrate them but without recursion (GUARD5).
 * @param summary its sections begin exactly where the index ends
 */
export function place(summary: Summary, index: DocumentIndex): Result<Placed, PlaceError> {
  for (const section of summary.sections) {
    if (section.clock !== index.endOf(section.client)) return failed({ type: 'gap' });
  }
  const placer = new Placer(summary.sections, index);
  const error = placer.run();
  return error === undefined ? ok(placer) : failed(error);
}

class Placer implements Placed {
  readonly containers: Container[][];
  readonly offers: Container[][];
  readonly newTypes: NewType[] = [];
  private newRoots: Map<string, Container> | undefined;
  private readonly sections: readonly Section[];
  private readonly index: DocumentIndex;
  private sectionOf: Map<number, number> | undefined;
  private neededClock = 0; // of the section that `unmet` has named

  constructor(sections: readonly Section[], index: DocumentIndex) {
    this.sections = sections;
    this.index = index;
    this.containers = sections.map(() => noneYet);
    this.offers = sections.map(() => noneYet);
  }

  /** The number of the section that has this client's structs. */
  private numberOf(client: number): number | undefined {
    if (this.sections.length === 1) return this.sections[0]!.client === client ? 0 : undefined; // the everyday case
    this.sectionOf ??= new Map(this.sections.map((section, i) => [section.client, i]));
    return this.sectionOf.get(client);
  }

  run(): PlaceError | undefined {
    for (let first = 0; first < this.sections.length; first++) {
      const error = this.placeSection(first);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** Places a whole section; when it needs another, that one goes on just as far as is needed. */
  private placeSection(first: number): PlaceError | undefined {
    if (this.advance(first, Number.POSITIVE_INFINITY) === none) return undefined;
    const waiting = [{ section: first, target: Number.POSITIVE_INFINITY }];
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      const outcome = this.advance(top.section, top.target);
      if (typeof outcome === 'object') return outcome;
      if (outcome === none) {
        waiting.pop();
      } else {
        // Two clients that wait for each other, or for somebody who waits for them.
        if (waiting.some(({ section }) => section === outcome)) return { type: 'missing-dependency' };
        waiting.push({ section: outcome, target: this.neededClock });
      }
    }
    return undefined;
  }

  /** Places structs of one section up to the one that holds `target` (`none`), or until it needs another section (its number). */
  private advance(number: number, target: number): number | PlaceError {
    const section = this.sections[number]!; // a number of `numberOf`
    for (let i = this.containers[number]!.length; i < section.structs.length; i++) {
      const struct = section.structs[i]!; // in bounds by the loop's condition
      if (struct.clock > target) return none;
      const needs = this.unmet(struct, number);
      if (needs === missing) return { type: 'missing-dependency' };
      if (needs !== none) return needs;
      const container = this.containerOf(struct);
      if (typeof container === 'object') return container;
      const offers = this.offerOf(struct, section.client, container);
      if (typeof offers === 'object') return offers;
      this.note(number, container, offers);
    }
    return none;
  }

  /** Lists begin with their first struct: most updates have but one, and a list of one takes a tenth of one that was empty. */
  private note(number: number, container: Container, offers: Container): void {
    const placed = this.containers[number]!;
    if (placed.length === 0) {
      this.containers[number] = [container];
      this.offers[number] = [offers];
    } else {
      placed.push(container);
      this.offers[number]!.push(offers);
    }
  }

  /** The section that must come first, `none`, or `missing` when nobody brings it. */
  private unmet(struct: Struct, own: number): number {
    const origin = this.unmetId(struct.originClient, struct.originClock, own);
    if (origin !== none) return origin;
    const right = this.unmetId(struct.rightClient, struct.rightClock, own);
    return right !== none ? right : this.unmetId(struct.parentClient, struct.parentClock, own);
  }

  private unmetId(client: number, clock: number, own: number): number {
    if (client === none || clock < this.index.endOf(client)) return none;
    const number = this.numberOf(client);
    if (number === undefined) return missing;
    if (number === own) return none; // the scanner saw that it comes before
    const section = this.sections[number]!;
    if (clock >= section.endClock) return missing;
    const reached = this.containers[number]!.length;
    const next = section.structs[reached];
    if (next === undefined || clock < next.clock) return none;
    this.neededClock = clock;
    return number;
  }

  private containerOf(struct: Struct): Container | PlaceError {
    if (struct.kind === 'gone') return nowhere;
    if (struct.originClient !== none || struct.rightClient !== none) return this.besides(struct);
    const type =
      struct.root === undefined ? this.typeAt(struct.parentClient, struct.parentClock) : this.root(struct.root);
    // A parent that is no type (any more) makes garbage in Yjs too: somebody may have deleted it meanwhile.
    if (type === undefined || type === nowhere) return nowhere;
    return struct.key === undefined ? type : type + 1;
  }

  /** Beside its origins, which must lie together: Yjs would break a list whose neighbours have different parents. */
  private besides(struct: Struct): Container | PlaceError {
    const left = struct.originClient === none ? undefined : this.containerAt(struct.originClient, struct.originClock);
    const right = struct.rightClient === none ? undefined : this.containerAt(struct.rightClient, struct.rightClock);
    if (left === nowhere || right === nowhere) return nowhere;
    const container = left ?? right ?? nowhere;
    if (left !== undefined && right !== undefined && left !== right)
      return { type: 'malformed', reason: 'crossed origins' };
    if (right !== undefined && container % 2 === 1)
      return { type: 'malformed', reason: 'map entry with a right neighbour' };
    return container;
  }

  private offerOf(struct: Struct, client: number, container: Container): Container | PlaceError {
    if (struct.kind !== 'type' || container === nowhere) return nowhere;
    const depth = this.depthOf(container) + 1;
    if (depth > limits.nesting) return { type: 'malformed', reason: 'nesting' };
    return this.addType({ root: this.rootOf(container), owner: client, depth });
  }

  private root(name: string): Container {
    const known = this.index.rootContainer(name) ?? this.newRoots?.get(name);
    if (known !== undefined) return known;
    const container = this.addType({ root: name, owner: none, depth: 0 });
    this.newRoots ??= new Map();
    this.newRoots.set(name, container);
    return container;
  }

  private addType(type: NewType): Container {
    this.newTypes.push(type);
    return this.index.containerCount + 2 * (this.newTypes.length - 1);
  }

  private isNew(container: Container): boolean {
    return container >= this.index.containerCount;
  }

  private newType(container: Container): NewType {
    return this.newTypes[(container - this.index.containerCount) >> 1]!; // numbered by `addType`
  }

  rootOf(container: Container): string {
    return this.isNew(container) ? this.newType(container).root : this.index.rootOf(container);
  }

  ownerOf(container: Container): number {
    return this.isNew(container) ? this.newType(container).owner : this.index.ownerOf(container);
  }

  depthOf(container: Container): number {
    return this.isNew(container) ? this.newType(container).depth : this.index.depthOf(container);
  }

  private containerAt(client: number, clock: number): Container {
    if (clock < this.index.endOf(client)) return this.index.containerAt(client, clock);
    const [number, i] = this.find(client, clock);
    return this.containers[number]![i]!; // `unmet` made sure that it is placed
  }

  private typeAt(client: number, clock: number): Container | undefined {
    if (clock < this.index.endOf(client)) return this.index.typeAt(client, clock);
    const [number, i] = this.find(client, clock);
    if (this.containers[number]![i] === nowhere) return nowhere;
    return this.sections[number]!.structs[i]!.kind === 'type' ? this.offers[number]![i] : undefined;
  }

  structAt(client: number, clock: number): Struct {
    const [number, i] = this.find(client, clock);
    return this.sections[number]!.structs[i]!; // numbers of `find`
  }

  /** Section and struct of the update that hold this id. */
  private find(client: number, clock: number): readonly [number, number] {
    const number = this.numberOf(client)!; // `unmet` made sure that it is here
    const { structs } = this.sections[number]!;
    let low = 0;
    let high = structs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (structs[middle]!.clock <= clock) low = middle;
      else high = middle - 1;
    }
    return [number, low];
  }
}

const missing = -2;
const noneYet: Container[] = []; // never added to

/** What `place` found, for those who judge and apply it. */
export interface Placed extends Placement {
  rootOf(container: Container): string;
  ownerOf(container: Container): number;
  depthOf(container: Container): number;
  /** The struct of the update that holds this id, which the document does not have. */
  structAt(client: number, clock: number): Struct;
}

/** Writes an admitted update into the index. */
export function addToIndex(index: DocumentIndex, summary: Summary, placed: Placement): void {
  for (const type of placed.newTypes) index.addType(type.root, type.owner, type.depth);
  for (let s = 0; s < summary.sections.length; s++) {
    const { client, structs } = summary.sections[s]!; // in bounds by the loop's condition, as below
    for (let i = 0; i < structs.length; i++) {
      const { clock, length, kind } = structs[i]!;
      index.addStructs(client, clock, length, placed.containers[s]![i]!, placed.offers[s]![i]!); // one for each struct
      if (kind === 'gone') index.addDeleted(client, clock, clock + length);
    }
  }
  index.addAllDeleted(summary.deletes);
}
