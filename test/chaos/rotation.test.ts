import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@consilium/server/config.ts';
import { openServer } from '@consilium/server/open-server.ts';
import { masterKeyPath } from '@consilium/server/storage/data-directory.ts';
import { loadKeys } from '@consilium/server/storage/master-key.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { expect, it } from 'vitest';

const kills = Number(process.env.CONSILIUM_KILLS ?? 4); // `npm run chaos:rotate` asks for more
const program = join(import.meta.dirname, '../../server/cli/main.ts');
const documents = 700;

it(`[STORE11] a rotation killed ${kills} times opens with the keys in the file, loses nothing, and finishes when it is run again`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-rotation-'));
  try {
    await fill(folder);
    let usual = (await rotate(folder)).milliseconds;
    let cutOff = 0;
    for (let run = 0; cutOff < kills && run < kills * 4; run++) {
      // Its work comes after the start of the program, about half of the time.
      const ended = await rotate(folder, usual * (0.4 + (0.6 * ((run * 7) % kills)) / kills));
      if (ended.wasKilled) cutOff++;
      else usual = Math.min(usual, ended.milliseconds); // the machine is quicker now
      await expectWhole(folder, undefined);
    }
    expect(cutOff).toBe(kills);
    expect(await rotate(folder)).toMatchObject({ wasKilled: false, code: 0 });
    const keys = readFileSync(masterKeyPath(folder), 'utf8').trim().split('\n');
    await expectWhole(folder, keys[0]);
    console.info(`killed ${cutOff} times, ${keys.length} keys in the file; a rotation of ${documents} documents takes ${usual} ms`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);

const configOf = (folder: string, key: string | undefined) => expectOk(readConfig({ CONSILIUM_DATA_DIR: folder, PORT: '0', CONSILIUM_KEY: key ?? '' }), 'configuration');

const bytesOf = (index: number): Uint8Array => new Uint8Array(4096).fill(index % 251);

/** A whole installation, and some megabytes of documents. */
async function fill(folder: string): Promise<void> {
  const config = configOf(folder, undefined);
  const server = await openServer(config, loadKeys(config).keys, async () => new Response());
  await Promise.all(Array.from({ length: documents }, (_, index) => server.services.log.append(`item/${index}`, 'readerA', 1, bytesOf(index))));
  await server.close();
}

async function rotate(folder: string, killAfter?: number): Promise<{ wasKilled: boolean; code: number | null; milliseconds: number }> {
  const began = Date.now();
  const child = spawn(process.execPath, [program, 'keys', 'rotate', '--data-dir', folder], { stdio: 'ignore' });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return { wasKilled: signal === 'SIGKILL', code, milliseconds: Date.now() - began };
}

/** @param key the only one to open with; those of the key file where it is left out */
async function expectWhole(folder: string, key: string | undefined): Promise<void> {
  const config = configOf(folder, key);
  const server = await openServer(config, loadKeys(config).keys, async () => new Response()); // accounts and the audit trail’s key too
  const wrong: number[] = [];
  for (let index = 0; index < documents; index++) {
    const { updates } = await server.services.log.load(`item/${index}`);
    if (updates.length !== 1 || !Buffer.from(updates[0]!.update).equals(bytesOf(index))) wrong.push(index);
  }
  expect(await server.services.audit.verify()).toMatchObject({ ok: true });
  await server.close();
  expect(wrong).toEqual([]);
}
