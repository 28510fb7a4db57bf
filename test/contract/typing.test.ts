import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { decodeFrame, encodeFrame } from '@consilium/shared/wire/frames.ts';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import { systemClock } from '@consilium/server/relay/clock.ts';
import { loadDocument } from '@consilium/server/relay/document.ts';
import type { Member } from '@consilium/server/relay/member.ts';
import { Room } from '@consilium/server/relay/room.ts';
import type { Grant } from '@consilium/shared/permissions/policy.ts';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { person, reader, writer } from '../harness/relay.ts';

const people = ['ana', 'ana', 'ben'] as const; // two connections of one person, and another's
type Grants = Record<'grant', Grant>;

/** A room whose log writes when it is told to. */
async function openRoom(grants: readonly Grants[]) {
  const log = makeMemoryLog();
  let write = (): void => undefined;
  let written = new Promise<void>((done) => (write = done));
  log.commit = () => written;
  const room = new Room('doc/typing', await loadDocument(log, 'doc/typing'), { log, bus: makeInProcessBus().join(), clock: systemClock, onBroken: (error) => expect.unreachable(String(error)) });
  const members = people.map((id, i): Member => ({
    ...{ person: person(id), channel: undefined, isBehind: false },
    ...{ send() {}, write() {}, onCommitted() {}, end() {} },
    get grant() {
      return grants[i]!.grant; // one for each of the people
    },
  }));
  for (const member of members) room.join(member);
  return {
    ...{ room, members },
    async judge(update: Uint8Array, by: Member) {
      const submitter = { user: by.person.id, grant: by.grant.write, member: by };
      const verdict = room.submit(update.slice(), submitter);
      if (verdict.type !== 'claim') return verdict;
      for (const id of verdict.clientIds) await room.owners.claim(id, by.person.id);
      return room.submit(update.slice(), submitter);
    },
    async flush() {
      write();
      await room.settle();
      written = new Promise((done) => (write = done));
      return (await log.load('doc/typing')).updates.map(({ actorId, update }) => [actorId, Buffer.from(update).toString('hex')]);
    },
  };
}

const narrow: readonly Grant[] = [reader, ...[[], ['text']].map((own): Grant => ({ ...writer, write: { shared: ['annotations'], own } }))];

const letters = ['a', 'b', ' ', 'the', 'x'.repeat(100), 'y'.repeat(130), 'é', '🫁', '\n'] as const;

/** What somebody types next: mostly a letter behind their last one. */
function type(doc: Y.Doc, random: () => number): void {
  const text = doc.getText(random() < 0.06 ? (random() < 0.5 ? 'comments' : 'nowhere') : 'text');
  const kind = random();
  if (kind < 0.05 && text.length > 0) text.delete(Math.floor(random() * text.length), 1);
  else if (kind < 0.1) doc.getMap('annotations').set(`a${Math.floor(random() * 3)}`, random() < 0.5 ? 'x' : 1);
  else if (kind < 0.15) text.insert(Math.floor(random() * (text.length + 1)), 'q');
  else text.insert(text.length, letters[Math.floor(random() ** 2 * letters.length)]!); // within
}

it('[RELAY16] the short way for a letter behind the last one judges, logs and notes all as the guard does', async () => {
  const counts = { frames: 0, short: 0, shortOfMutated: 0 };
  for (let seed = 1; seed <= 30; seed++) {
    const random = seededRandom(seed);
    const grants: Grants[] = people.map(() => ({ grant: writer }));
    const [short, long] = [await openRoom(grants), await openRoom(grants)];
    let nextClient = 5000;
    const begin = (): { doc: Y.Doc; sent: Uint8Array[] } => {
      const doc = Object.assign(new Y.Doc(), { clientID: nextClient++ });
      Y.applyUpdate(doc, long.room.since(new Map()), 'server');
      const sent: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array, origin) => origin === 'server' || sent.push(update));
      return { doc, sent };
    };
    const writers = people.map(begin);
    const outOfStep = new Set<number>();
    for (let step = 0; step < 400; step++) {
      const who = Math.floor(random() * people.length);
      if (random() < 0.03) grants[who]!.grant = random() < 0.6 ? writer : narrow[Math.floor(random() * narrow.length)]!;
      if (random() < (long.room.isFrozen ? 0.2 : 0.01)) short.room.frozen.isNow = long.room.frozen.isNow = !long.room.isFrozen;
      if (outOfStep.delete(who) && random() < 0.6) writers[who] = begin(); // what was refused or spoilt leaves a gap behind
      if (random() < 0.05) for (const { doc } of writers) Y.applyUpdate(doc, long.room.since(new Map()), 'server');
      if (random() < 0.04) expect(await short.flush()).toEqual(await long.flush());
      const { doc, sent } = writers[who]!; // one of the people
      type(doc, random);
      const update = sent.at(-1);
      if (update === undefined) continue;
      const isMutated = random() < 0.15;
      const frame = encodeFrame({ type: 'update', update: random() < 0.03 ? sent[Math.floor(random() * sent.length)]! : update }).slice();
      if (isMutated) frame[Math.floor(random() * frame.length)] = Math.floor(random() * 256);
      const by = random() < 0.03 ? Math.floor(random() * people.length) : who;
      counts.frames++;
      const isShort = short.room.takeKeystroke(frame, short.members[by]!);
      const read = decodeFrame(frame, 'client');
      if (!read.ok || read.value.type !== 'update') expect(isShort).toBe(false);
      else {
        const verdict = await long.judge(read.value.update, long.members[by]!);
        if (isShort) expect(verdict).toMatchObject({ type: 'admit', update: read.value.update });
        else expect(await short.judge(read.value.update, short.members[by]!)).toMatchObject({ type: verdict.type, ...('reason' in verdict ? { reason: verdict.reason } : {}) });
        if (verdict.type !== 'admit') outOfStep.add(who);
        if (isShort) counts.short++;
        if (isShort && isMutated) counts.shortOfMutated++;
      }
      expect(short.room.stateVector()).toEqual(long.room.stateVector());
      expect(short.room.admitted).toBe(long.room.admitted);
    }
    expect(await short.flush()).toEqual(await long.flush());
    expect(short.room.since(new Map())).toEqual(long.room.since(new Map()));
    for (const { room } of [short, long]) room.close();
  }
  console.log(`short way: ${JSON.stringify(counts)}`);
  expect(counts.short / counts.frames).toBeGreaterThan(0.15);
  expect(counts.shortOfMutated).toBeGreaterThan(5);
}, 60_000);
