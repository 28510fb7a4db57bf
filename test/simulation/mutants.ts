import * as Y from 'yjs';
import { authorise } from '@consilium/server/guard/authorise.ts';
import { DocumentIndex } from '@consilium/server/guard/document-index.ts';
import { scanNew } from '@consilium/server/guard/normalise.ts';
import { Content } from '@consilium/server/relay/content.ts';
import { addStored, readStored } from '@consilium/server/relay/document.ts';
import { makeRandom, type Random } from './random.ts';

/** What a run of mutants came to; all but `mutants` and the verdicts must be 0. */
export interface MutantFigures {
  mutants: number;
  admitted: number;
  healed: number;
  refused: number;
  nothing: number;
  guardThrew: number;
  applyThrew: number;
  corrupt: number;
  pending: number;
  foreignChanges: number;
  slowest: number; // ms a guard took
  examples: string[];
}

const victim = 6000;
const mutator = 5000;
const grant = { shared: ['annotations', 'text', 'rich/'], own: ['comments', 'minutes'] };

/** Mutates valid updates byte by byte and looks at what the guard lets through. */
export function runMutants(count: number, seed: number): MutantFigures {
  const random = makeRandom(seed);
  const figures: MutantFigures = {
    mutants: 0,
    admitted: 0,
    healed: 0,
    refused: 0,
    nothing: 0,
    guardThrew: 0,
    applyThrew: 0,
    corrupt: 0,
    pending: 0,
    foreignChanges: 0,
    slowest: 0,
    examples: [],
  };
  const worlds = Array.from({ length: 12 }, (_, i) => makeWorld(makeRandom(seed + i)));
  for (let i = 0; i < count; i++) tryMutant(random.pick(worlds), random, figures);
  return figures;
}

interface World {
  readonly base: Uint8Array;
  readonly valid: readonly Uint8Array[];
  readonly index: DocumentIndex;
  readonly foreign: string;
  readonly doc: Y.Doc;
}

function makeWorld(random: Random): World {
  const doc = new Y.Doc();
  doc.clientID = victim;
  editAs(doc, random, 12);
  doc.getMap('comments').set('of victim', { text: 'mine' });
  doc.getArray('minutes').push(['also mine']);
  doc.clientID = 7;
  doc.getMap('published').set('round', { votes: 3 });
  doc.clientID = mutator;
  editAs(doc, random, 12);
  doc.getMap('comments').set('of mutator', { text: 'theirs' });
  const base = Y.encodeStateAsUpdate(doc);
  const index = new DocumentIndex();
  addStored(index, readStored(base));
  const valid: Uint8Array[] = [base];
  for (let i = 0; i < 8; i++) {
    const fork = new Y.Doc();
    Y.applyUpdate(fork, base);
    fork.clientID = random.chance(0.5) ? mutator : 5001 + i;
    fork.on('update', (update: Uint8Array) => valid.push(update));
    editAs(fork, random, 6);
    valid.push(Y.encodeStateAsUpdate(fork));
  }
  const exact = new Y.Doc();
  Y.applyUpdate(exact, base);
  return { base, valid, index, foreign: foreignOf(exact), doc: exact };
}

function editAs(doc: Y.Doc, random: Random, edits: number): void {
  for (let i = 0; i < edits; i++) edit(doc, random);
}

/** One random edit of every kind that documents hold. */
export function edit(doc: Y.Doc, random: Random): void {
  const map = doc.getMap('annotations');
  const text = doc.getText('text');
  const rich = doc.getXmlFragment('rich/a');
  switch (random.below(8)) {
    case 0:
      map.set(`k${random.below(5)}`, { x: random.next(), y: random.below(100), n: [null, true, 'é😀'], z: undefined });
      break;
    case 1:
      map.delete(`k${random.below(5)}`);
      break;
    case 2:
      text.insert(random.below(text.length + 1), random.pick(['a', 'wörter', '😀', ' longer run of text ']));
      break;
    case 3:
      if (text.length > 2) text.delete(random.below(text.length - 1), 1);
      break;
    case 4:
      if (text.length > 2) text.format(random.below(text.length - 1), 1, { bold: random.chance(0.5) ? true : null });
      break;
    case 5: {
      const paragraph = new Y.XmlElement('paragraph');
      rich.insert(random.below(rich.length + 1), [paragraph]);
      paragraph.setAttribute('level', String(random.below(3)));
      const inner = new Y.XmlText();
      paragraph.insert(0, [inner]);
      inner.insert(0, 'inner');
      break;
    }
    case 6:
      if (rich.length > 0) rich.delete(random.below(rich.length), 1);
      break;
    default:
      map.set(`nested${random.below(3)}`, new Y.Map([['inside', random.below(9)]]));
  }
}

/** Everything the mutator may not touch. */
function foreignOf(doc: Y.Doc): string {
  const comments = doc.getMap('comments');
  return JSON.stringify([
    comments.get('of victim'),
    minutesOf(doc),
    doc.getMap('published').toJSON(),
    [...doc.share.keys()].filter((key) => !isAllowed(key)).sort(),
  ]);
}

/** What is left of what the victim wrote into the minutes; others may write beside it, even the same words. */
function minutesOf(doc: Y.Doc): unknown[] {
  doc.getArray('minutes');
  const structs = doc.store.clients.get(victim) ?? [];
  return structs.flatMap((struct) =>
    struct instanceof Y.Item && !struct.deleted && struct.parent === doc.share.get('minutes')
      ? struct.content.getContent()
      : [],
  );
}

const isAllowed = (root: string): boolean =>
  ['annotations', 'text', 'comments', 'minutes', 'published'].includes(root) || root.startsWith('rich/');

function mutate(update: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const bytes = update.slice();
  switch (random.below(5)) {
    case 0:
      for (let i = 0; i <= random.below(3); i++) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
      return bytes;
    case 1:
      for (let i = 0; i <= random.below(3); i++) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    case 2:
      return bytes.slice(0, random.below(bytes.length));
    case 3: {
      const from = random.below(other.length);
      const cut = other.slice(from, from + random.below(12));
      const at = random.below(bytes.length);
      return Uint8Array.of(
        ...bytes.subarray(0, at),
        ...cut,
        ...bytes.subarray(at + (random.chance(0.5) ? cut.length : 0)),
      );
    }
    default: {
      const at = random.below(bytes.length);
      bytes[at] = random.pick([0, 1, 2, 3, 4, 5, 7, 8, 0x84, 0x44, 0xc4, 0x27, 0x28, 0x7f, 0x80, 0xff]);
      return bytes;
    }
  }
}

function tryMutant(world: World, random: Random, figures: MutantFigures): void {
  figures.mutants++;
  const mutant = mutate(random.pick(world.valid), random.pick(world.valid), random);
  const startedAt = performance.now();
  const admitted = judge(world, mutant, figures);
  figures.slowest = Math.max(figures.slowest, performance.now() - startedAt);
  if (admitted !== undefined) check(world, admitted, figures);
}

function judge(world: World, mutant: Uint8Array, figures: MutantFigures): Uint8Array | undefined {
  try {
    const scanned = scanNew(mutant, world.index);
    if (!scanned.ok) {
      if (scanned.error.type === 'gap') figures.healed++;
      else figures.refused++;
      return undefined;
    }
    const ownerOf = (client: number) => (client === victim ? 'boris' : client < 4096 ? 'server' : 'ana');
    const verdict = authorise(
      scanned.value,
      { index: world.index, exact: () => world.doc },
      { user: 'ana', ownerOf, grant, isFrozen: false },
    );
    if (verdict.type === 'heal') figures.healed++;
    else if (verdict.type === 'refuse') figures.refused++;
    else if (verdict.type === 'nothing') figures.nothing++;
    else {
      figures.admitted++;
      return verdict.update;
    }
  } catch (error) {
    figures.guardThrew++;
    note(figures, 'guard', mutant, error);
  }
  return undefined;
}

/** What was let through must apply, leave nothing pending, load again, and leave others' content as it was. */
function check(world: World, update: Uint8Array, figures: MutantFigures): void {
  try {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, world.base);
    Y.applyUpdate(doc, update);
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      figures.pending++;
      note(figures, 'pending', update, undefined);
    }
    if (foreignOf(doc) !== world.foreign) {
      figures.foreignChanges++;
      note(figures, 'foreign', update, foreignOf(doc));
    }
    if (!isConsistent(world, doc, update)) {
      figures.corrupt++;
      note(figures, 'corrupt', update, undefined);
    }
  } catch (error) {
    figures.applyThrew++;
    note(figures, 'apply', update, error);
  }
}

/** The relay's own bytes and index say the same as Yjs, and a newcomer loads them. */
function isConsistent(world: World, doc: Y.Doc, update: Uint8Array): boolean {
  const content = new Content();
  const index = new DocumentIndex();
  for (const part of [world.base, update]) {
    content.add(readStored(part));
    addStored(index, readStored(part));
  }
  const newcomer = new Y.Doc();
  Y.applyUpdate(newcomer, content.since(new Map()));
  const follower = new Y.Doc();
  Y.applyUpdate(follower, Y.encodeStateAsUpdate(doc));
  follower.getMap('annotations').set('next', 1);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(follower));
  Y.applyUpdate(newcomer, Y.encodeStateAsUpdate(follower));
  const states = [newcomer, doc].map((each) =>
    JSON.stringify([textOf(each), [...Y.decodeStateVector(Y.encodeStateVector(each))].sort()]),
  );
  const isSameState = [...index.state()].every(([client, end]) => end <= endIn(doc, client));
  return states[0] === states[1] && isSameState;
}

function endIn(doc: Y.Doc, client: number): number {
  const last = doc.store.clients.get(client)?.at(-1);
  return last === undefined ? 0 : last.id.clock + last.length;
}

export function textOf(doc: Y.Doc): string {
  const rich = [...doc.share.keys()]
    .filter((root) => root.startsWith('rich/'))
    .sort()
    .map((root) => doc.getXmlFragment(root).toString());
  const parts = [
    doc.getMap('annotations').toJSON(),
    doc.getText('text').toDelta(),
    rich,
    doc.getMap('comments').toJSON(),
    doc.getArray('minutes').toJSON(),
  ];
  return JSON.stringify(parts, sorted);
}

/** Keys in one order: Y.Map keeps them in the order in which they were integrated. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function note(figures: MutantFigures, what: string, update: Uint8Array, detail: unknown): void {
  if (figures.examples.length < 5)
    figures.examples.push(
      `${what}: ${Buffer.from(update).toString('hex').slice(0, 400)} ${detail instanceof Error ? detail.stack : String(detail)}`,
    );
}
