import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobs } from '@consilium/server/blobs/open-blobs.ts';
import type { Blobs } from '@consilium/server/blobs/port.ts';
import { unusedBlobs } from '@consilium/server/blobs/unused.ts';
import type { S3Config } from '@consilium/server/config.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3Config } from '../harness/engines/shared.ts';

vi.setConfig({ testTimeout: 30_000 }); // each test opens a real database, also on a busy machine

const clock = () => instantOf(1_800_000_000_000);
const s3 = await s3Config();

const adapters: readonly { name: string; s3: S3Config | undefined }[] = [
  { name: 'a folder', s3: undefined },
  ...(s3 === undefined ? [] : [{ name: 'S3', s3 }]),
];

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const mebibyte = 1 << 20;

describe.each(adapters)('blobs in $name', (adapter) => {
  let dataDirectory: string;
  let storage: Storage;
  let blobs: Blobs;

  beforeEach(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'consilium-test-'));
    storage = await openDatabase({ dataDirectory, databaseUrl: undefined, masterKey: randomBytes(32) });
    blobs = await openBlobs({ dataDirectory, s3: adapter.s3 }, storage, clock);
  });
  afterEach(async () => {
    for (const { sha256 } of await storage.db.selectFrom('blobs').select('sha256').execute())
      await blobs.delete(sha256);
    await storage.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  const bytesOf = async (sha256: string, range?: { start: number; end?: number }) =>
    (await blobs.get(sha256, range))?.bytes();

  it.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte])(
    '[BLOB1] gives %i bytes back as they were',
    async (size) => {
      const bytes = new Uint8Array(randomBytes(size));
      const sha256 = sha256Of(bytes);
      expect(await blobs.put(bytes, 'application/dicom')).toEqual({ sha256, size, isNew: true });
      expect(await blobs.has(sha256)).toBe(true);
      expect(await blobs.info(sha256)).toEqual({ size, mediaType: 'application/dicom' });
      expect(sha256Of((await bytesOf(sha256))!)).toBe(sha256);
    },
  );

  it('[BLOB1] takes a stream in pieces of any size', async () => {
    const bytes = randomBytes(2.5 * mebibyte);
    const pieces = async function* () {
      for (let start = 0; start < bytes.length; start += 70_001) yield bytes.subarray(start, start + 70_001);
    };
    const { sha256 } = await blobs.put(pieces(), 'image/png');
    expect(sha256).toBe(sha256Of(bytes));
    expect(sha256Of((await bytesOf(sha256))!)).toBe(sha256);
  });

  it.runIf(adapter.s3 !== undefined)(
    '[BLOB1] sends large ones to S3 in parts',
    async () => {
      const bytes = randomBytes(65 * mebibyte + 1);
      const { sha256 } = await blobs.put(bytes, 'application/dicom');
      expect(sha256Of((await bytesOf(sha256))!)).toBe(sha256Of(bytes));
    },
    60_000,
  );

  it('[BLOB2] the same bytes are kept once', async () => {
    const bytes = randomBytes(100);
    const sha256 = sha256Of(bytes);
    const both = await Promise.all([blobs.put(bytes, 'image/png'), blobs.put(bytes, 'image/png')]);
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
    expect(await blobs.put(bytes, 'image/jpeg')).toEqual({ sha256, size: 100, isNew: false });
    expect(await blobs.info(sha256)).toEqual({ size: 100, mediaType: 'image/png' });
    expect(sha256Of((await bytesOf(sha256))!)).toBe(sha256);
  });

  it('[BLOB3] any range is the slice of the whole', async () => {
    const bytes = new Uint8Array(randomBytes(2 * mebibyte + 777));
    const { sha256 } = await blobs.put(bytes, 'image/png');
    const near = fc
      .constantFrom(0, mebibyte, 2 * mebibyte, bytes.length)
      .chain((edge) => fc.integer({ min: Math.max(0, edge - 3), max: edge + 3 }));
    const place = fc.oneof(near, fc.integer({ min: 0, max: bytes.length + 10 }));
    await fc.assert(
      fc.asyncProperty(place, fc.option(place, { nil: undefined }), async (start, end) => {
        const expected = bytes.slice(start, end ?? bytes.length);
        expect(Buffer.compare(Buffer.from((await bytesOf(sha256, { start, end }))!), Buffer.from(expected))).toBe(0);
      }),
      { numRuns: 60 },
    );
    expect(await blobs.get(sha256, { start: 5, end: 9_999_999 })).toMatchObject({
      start: 5,
      end: bytes.length,
      size: bytes.length,
    });
  });

  it('[BLOB4] what is deleted, or was never there, is not there', async () => {
    const { sha256 } = await blobs.put(randomBytes(10), 'image/png');
    await blobs.delete(sha256);
    await blobs.delete(sha256);
    expect(await blobs.has(sha256)).toBe(false);
    expect(await blobs.get(sha256)).toBeUndefined();
    expect(await blobs.info(sha256)).toBeUndefined();
  });

  it('[BLOB5] a source that fails leaves nothing behind', async () => {
    const failing = async function* () {
      yield randomBytes(2 * mebibyte);
      throw new Error('the upload broke off');
    };
    await expect(blobs.put(failing(), 'image/png')).rejects.toThrow('the upload broke off');
    expect(readdirSync(join(dataDirectory, 'blobs', 'parts'))).toEqual([]);
    expect(await storage.db.selectFrom('blobs').selectAll().execute()).toEqual([]);
  });

  it('[BLOB6] a source of an item cannot be deleted', async () => {
    const { sha256 } = await blobs.put(randomBytes(10), 'image/png');
    const { sha256: unused } = await blobs.put(randomBytes(11), 'image/png');
    await useInItem(storage, sha256);
    expect(await unusedBlobs(storage.db, instantOf(1_900_000_000_000))).toEqual([unused]);
    expect(await unusedBlobs(storage.db, clock())).toEqual([]);
    await expect(blobs.delete(sha256)).rejects.toThrow(/foreign key/i);
    expect(await bytesOf(sha256)).toHaveLength(10);
    await storage.db.deleteFrom('item_sources').execute();
  });
});

describe('blobs in a folder, on disk', () => {
  let dataDirectory: string;
  let storage: Storage;
  let blobs: Blobs;
  let path: string;
  let sha256: string;
  const plain = Buffer.from('DICM pleural effusion '.repeat(60_000)); // two chunks

  beforeEach(async () => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'consilium-test-'));
    storage = await openDatabase({ dataDirectory, databaseUrl: undefined, masterKey: randomBytes(32) });
    blobs = await openBlobs({ dataDirectory, s3: undefined }, storage, clock);
    ({ sha256 } = await blobs.put(plain, 'application/dicom'));
    const folder = join(dataDirectory, 'blobs', sha256.slice(0, 2));
    path = join(folder, readdirSync(folder)[0]!);
  });
  afterEach(async () => {
    await storage.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  const reading = async () => (await blobs.get(sha256))!.bytes();

  it('[BLOB7] nothing of the content is readable', () => {
    expect(readFileSync(path).includes('effusion')).toBe(false);
    expect(readFileSync(path)).toHaveLength(plain.length + 2 * 16);
  });

  it.each([0, 500_000, mebibyte + 20, -1])('[BLOB8] a bit flipped at byte %i is never served', async (place) => {
    const stored = readFileSync(path);
    stored[(place + stored.length) % stored.length]! ^= 1;
    writeFileSync(path, stored);
    await expect(reading()).rejects.toThrow('was changed or cut off');
  });

  it.each([1, 1_000, 300_000])('[BLOB8] a file shorter by %i bytes is never served whole', async (missing) => {
    writeFileSync(path, readFileSync(path).subarray(0, -missing));
    await expect(reading()).rejects.toThrow(/was changed or cut off|ends too early/);
  });

  it('[BLOB8] a file without its last chunk is never served whole', async () => {
    writeFileSync(path, readFileSync(path).subarray(0, mebibyte + 16));
    await expect(reading()).rejects.toThrow('ends too early');
  });

  it('[BLOB9] bytes whose file was lost can be put again', async () => {
    rmSync(path);
    await expect(reading()).rejects.toThrow('ENOENT');
    expect(await blobs.put(plain, 'application/dicom')).toMatchObject({ sha256, isNew: true });
    expect(sha256Of(await reading())).toBe(sha256);
  });
});

async function useInItem({ db }: Storage, sha256: string): Promise<void> {
  const at = clock();
  const project = {
    id: 'p1',
    name: 'p',
    objective: '',
    modalities: '[]',
    plan: '{}',
    created_at: at,
    created_by: 'lead',
  };
  await db.insertInto('projects').values(project).execute();
  const item = {
    id: 'i1',
    project_id: 'p1',
    name: 'i',
    modality: 'imaging',
    meta: '{}',
    phase: 'draft',
    blinding: 'blind',
    readers_needed: 2,
  };
  await db
    .insertInto('items')
    .values({ ...item, created_at: at, revealed_at: null, signed_at: null })
    .execute();
  await db.insertInto('item_sources').values({ item_id: 'i1', position: 0, sha256, name: 'a.dcm' }).execute();
}
