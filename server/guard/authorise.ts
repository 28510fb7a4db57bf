import type * as Y from 'yjs';
import type { WriteGrant } from '@consilium/shared/permissions/policy.ts';
import { firstClientId } from '@consilium/shared/wire/client-ids.ts';
import { nowhere, type Container, type DocumentIndex } from './document-index.ts';
import { areInOrder, encodeUpdate } from './encode.ts';
import { aliveParts, keyAt, writerOfKey } from './exact.ts';
import { limits } from './limits.ts';
import { place, type Placed } from './place.ts';
import { inOrder } from './ranges.ts';
import type { DeleteRange, Struct, Summary } from './scan.ts';
import { none } from './scan.ts';

/** The document as the guard sees it: always the index, and the document itself when only that can tell. */
export interface GuardedDocument {
  readonly index: DocumentIndex;
  readonly exact: () => Y.Doc;
}

/** Who writes, and what they may. */
export interface Writer {
  readonly user: string;
  readonly ownerOf: (clientId: number) => string | undefined;
  readonly grant: WriteGrant | undefined;
  readonly isFrozen: boolean;
}

export type Refusal =
  | 'foreign-client'
  | 'foreign-content'
  | 'root'
  | 'frozen'
  | 'read-only'
  | 'reserved-client'
  | 'too many roots'
  | `malformed: ${string}`;

/** `admit`: whole and new. `nothing`: all known. `heal`: an honest race, to be answered by sync step 1. `refuse`: quarantine. */
export type Verdict =
  | { readonly type: 'admit'; readonly summary: Summary; readonly placed: Placed; readonly update: Uint8Array }
  | { readonly type: 'nothing' }
  | { readonly type: 'heal'; readonly reason: 'gap' | 'missing-dependency' | 'delete-of-unknown' }
  | { readonly type: 'refuse'; readonly reason: Refusal };

/**
 * Judges an update that `scanNew` has read. It is admitted or not as a whole (GUARD5-9).
 * @param summary no struct of it is in the document yet
 */
export function authorise(summary: Summary, document: GuardedDocument, writer: Writer): Verdict {
  const { sections } = summary;
  if (sections.length > 0 && writer.isFrozen) return refuse('frozen');
  if (sections.length > 0 && writer.grant === undefined) return refuse('read-only');
  for (const section of sections) {
    if (section.client < firstClientId) return refuse('reserved-client');
    if (writer.ownerOf(section.client) !== writer.user) return refuse('foreign-client');
  }
  const placed = place(summary, document.index);
  if (!placed.ok) {
    return placed.error.type === 'malformed' ? refuse(`malformed: ${placed.error.reason}`) : heal(placed.error.type);
  }
  const deletes = newDeletes(summary, document.index);
  if (deletes === undefined) return heal('delete-of-unknown');
  const judge = new Judge(summary, placed.value, document, writer);
  const refusal = judge.structs() ?? judge.deletes(deletes);
  if (refusal !== undefined) return refuse(refusal);
  if (sections.length === 0 && judge.kept.length === 0) return { type: 'nothing' };
  const isWhole =
    judge.kept.length === summary.deletes.length &&
    judge.kept.every((range, i) => isSame(range, summary.deletes[i]!)) &&
    areInOrder(summary.deletes);
  if (isWhole) return { type: 'admit', summary, placed: placed.value, update: summary.update };
  const update = encodeUpdate(summary, judge.kept);
  return { type: 'admit', summary: { ...summary, deletes: judge.kept }, placed: placed.value, update };
}

const refuse = (reason: Refusal): Verdict => ({ type: 'refuse', reason });
const heal = (reason: 'gap' | 'missing-dependency' | 'delete-of-unknown'): Verdict => ({ type: 'heal', reason });

const isSame = (a: DeleteRange, b: DeleteRange): boolean =>
  a.client === b.client && a.clock === b.clock && a.length === b.length;

/** Deletions that are not known yet; `undefined` when something is deleted that neither document nor update has. */
function newDeletes(summary: Summary, index: DocumentIndex): DeleteRange[] | undefined {
  const found: DeleteRange[] = [];
  if (summary.deletes.length === 0) return found;
  const reaches = new Map(summary.sections.map(({ client, endClock }) => [client, endClock]));
  for (const range of areInOrder(summary.deletes) ? summary.deletes : inOrder(summary.deletes)) {
    const { client, clock, length } = range;
    const end = clock + length;
    if (end > (reaches.get(client) ?? index.endOf(client))) return undefined;
    const known = index.deleted.get(client);
    if (known === undefined) found.push(range);
    else known.missing(clock, end, (from, to) => found.push({ client, clock: from, length: to - from }));
  }
  return found;
}

/** The policy of one root for one writer. */
export function rootPolicy(grant: WriteGrant | undefined, root: string): 'shared' | 'own' | undefined {
  if (grant === undefined) return undefined;
  if (grant.shared.some((name) => isNamed(name, root))) return 'shared';
  return grant.own.some((name) => isNamed(name, root)) ? 'own' : undefined;
}

const isNamed = (name: string, root: string): boolean =>
  name.endsWith('/') ? root.length > name.length && root.startsWith(name) : root === name;

class Judge {
  readonly kept: DeleteRange[] = [];
  private readonly summary: Summary;
  private readonly placed: Placed;
  private readonly document: GuardedDocument;
  private readonly writer: Writer;
  /** keys of structs that say theirs by their origin alone */
  private keys: Map<Struct, string | undefined> | undefined;
  private readonly foundDeleted: DeleteRange[] = [];

  constructor(summary: Summary, placed: Placed, document: GuardedDocument, writer: Writer) {
    this.summary = summary;
    this.placed = placed;
    this.document = document;
    this.writer = writer;
  }

  private mayWrite(): boolean {
    return this.writer.grant !== undefined && !this.writer.isFrozen;
  }

  structs(): Refusal | undefined {
    const { sections } = this.summary;
    if (sections.length === 0) return undefined;
    if (this.document.index.rootCount + this.placed.newTypes.length > limits.roots && this.hasTooManyRoots())
      return 'too many roots';
    let judged: Container = nowhere;
    for (let s = 0; s < sections.length; s++) {
      const section = sections[s]!; // in bounds by the loop's condition
      const containers = this.placed.containers[s]!; // one list for each section
      for (let i = 0; i < section.structs.length; i++) {
        const container = containers[i]!; // one for each struct
        // A list in a shared root was judged with the struct before; own roots look at each struct.
        if (container === nowhere || container === judged) continue;
        const policy = rootPolicy(this.writer.grant, this.placed.rootOf(container));
        if (policy === undefined) return 'root';
        if (policy === 'shared') judged = container;
        else if (!this.mayAdd(section.structs[i]!, container)) return 'foreign-content';
      }
    }
    return undefined;
  }

  private hasTooManyRoots(): boolean {
    return (
      this.document.index.rootCount + this.placed.newTypes.filter((type) => type.depth === 0).length > limits.roots
    );
  }

  /** In an own root: anything into one's own types; at the root itself additions that neither overwrite nor restyle others' content. */
  private mayAdd(struct: Struct, container: Container): boolean {
    const owner = this.placed.ownerOf(container);
    if (owner !== none) return this.isMine(owner);
    if (container % 2 === 0) return struct.kind !== 'format';
    const key = struct.key ?? this.keyOf(struct);
    if (key === undefined) return false;
    const writer = writerOfKey(this.document.exact(), this.placed.rootOf(container), key);
    return writer === undefined || this.isMine(writer);
  }

  /** By its origin, or that one's, and so on: each struct is gone through once, however long they make the chain. */
  private keyOf(struct: Struct): string | undefined {
    const keys = (this.keys ??= new Map());
    const chain: Struct[] = [];
    let at = struct;
    let key: string | undefined;
    for (;;) {
      key = at.key ?? keys.get(at);
      if (key !== undefined || keys.has(at)) break;
      chain.push(at);
      const { originClient: client, originClock: clock } = at;
      if (client === none) break;
      if (clock < this.document.index.endOf(client)) {
        key = keyAt(this.document.exact(), client, clock);
        break;
      }
      at = this.placed.structAt(client, clock);
    }
    for (const one of chain) keys.set(one, key);
    return key;
  }

  private isMine(client: number): boolean {
    return this.writer.ownerOf(client) === this.writer.user;
  }

  deletes(ranges: readonly DeleteRange[]): Refusal | undefined {
    let refusal: Refusal | undefined;
    for (let i = 0; i < ranges.length && refusal === undefined; i++) refusal = this.judgeRange(ranges[i]!); // in bounds by the loop's condition
    this.document.index.addAllDeleted(this.foundDeleted);
    return refusal;
  }

  private judgeRange(range: DeleteRange): Refusal | undefined {
    const { client, clock, length } = range;
    const known = Math.min(clock + length, this.document.index.endOf(client));
    if (known <= clock || this.isFree(client, clock, known)) {
      this.kept.push(range);
      return undefined;
    }
    let refusal: Refusal | undefined;
    this.document.index.runsIn(client, clock, known, (container, start, end) => {
      refusal ??= this.judgeRun(client, container, start, end);
    });
    if (known < clock + length) this.kept.push({ client, clock: known, length: clock + length - known });
    return refusal;
  }

  /** Whether all of it may be deleted by this writer, dead or alive: the everyday case. */
  private isFree(client: number, start: number, end: number): boolean {
    let isFree = true;
    this.document.index.runsIn(client, start, end, (container) => {
      isFree &&= this.mayDelete(client, container);
    });
    return isFree;
  }

  private mayDelete(client: number, container: Container): boolean {
    if (!this.mayWrite()) return false;
    if (container === nowhere) return true;
    const policy = rootPolicy(this.writer.grant, this.document.index.rootOf(container));
    return policy === 'shared' || (policy === 'own' && this.isMine(client));
  }

  private judgeRun(client: number, container: Container, start: number, end: number): Refusal | undefined {
    if (this.mayDelete(client, container)) {
      this.kept.push({ client, clock: start, length: end - start });
      return undefined;
    }
    if (container !== nowhere && aliveParts(this.document.exact(), client, start, end).length > 0) {
      return this.writer.isFrozen ? 'frozen' : this.writer.grant === undefined ? 'read-only' : 'foreign-content';
    }
    this.foundDeleted.push({ client, clock: start, length: end - start }); // Yjs had deleted it by itself
    return undefined;
  }
}
