/** Appends without end and prints each acknowledgement, until somebody kills it: for log-durability.test.ts. */
import { writeSync } from 'node:fs';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';

const [dataDirectory = '', key = '', round = ''] = process.argv.slice(2);
const storage = await openDatabase({ dataDirectory, databaseUrl: undefined, masterKey: Buffer.from(key, 'hex') });
const log = makeUpdateLog(storage, () => new Date().toISOString());

async function writeForEver(hand: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const words = `round ${round} hand ${hand} count ${count}`;
    const { document, seq } = await log.append(`item/${hand % 7}`, 'readerA', hand, Buffer.from(words.padEnd(200)));
    print(`${document}\t${seq}\t${words}\n`);
  }
}

/** Whole before it returns, as a kill may follow: a pipe whose reader is late takes a part, or refuses with EAGAIN. */
function print(line: string): void {
  for (let rest = Buffer.from(line); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
await Promise.all(Array.from({ length: 50 }, (_, hand) => writeForEver(hand)));
