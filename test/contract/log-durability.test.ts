import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const writer = fileURLToPath(new URL('./log-writer.ts', import.meta.url));
const key = randomBytes(32);

describe('the embedded log when its process is killed', () => {
  let dataDirectory: string;
  beforeEach(() => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'consilium-test-'));
  });
  afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

  it('[LOG4] loses none of what it acknowledged in 5 rounds of kill -9', async () => {
    const acknowledged = new Map<string, string>();
    for (let round = 0; round < 5; round += 1) {
      for (const line of await killedAfter(dataDirectory, round, 150 + round * 70)) {
        const [document, seq, words] = line.split('\t');
        acknowledged.set(`${document} ${seq}`, words!);
      }
    }
    const stored = await readAll(dataDirectory);
    const lost = [...acknowledged].filter(([place, words]) => stored.get(place) !== words);
    expect(lost).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(500);
    console.info(`kill -9, 5 rounds: ${acknowledged.size} acknowledged, ${lost.length} lost, ${stored.size} stored`);
  }, 60_000);
});

/** Runs the writer, kills it so long after its first acknowledgement, and gives the whole lines it had printed. */
function killedAfter(dataDirectory: string, round: number, milliseconds: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, dataDirectory, key.toString('hex'), `${round}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let errors = '';
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds));
  child.stdout.on('data', (bytes) => (printed += bytes));
  child.stderr.on('data', (bytes) => (errors += bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the writer ended by itself: ${errors}`));
      resolve(printed.split('\n').slice(0, -1));
    });
  });
}

/** Every stored update by document and sequence; `load` itself refuses gaps and damage. */
async function readAll(dataDirectory: string): Promise<ReadonlyMap<string, string>> {
  const storage = await openDatabase({ dataDirectory, databaseUrl: undefined, masterKey: key });
  const log = makeUpdateLog(storage, () => new Date().toISOString());
  const stored = new Map<string, string>();
  for (let index = 0; index < 7; index += 1) {
    const { updates } = await log.load(`item/${index}`);
    for (const { seq, update } of updates) stored.set(`item/${index} ${seq}`, Buffer.from(update).toString().trimEnd());
  }
  await log.close();
  await storage.close();
  return stored;
}
