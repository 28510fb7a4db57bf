import type { FileHandle } from 'node:fs/promises';
import { Failure } from './outcome.ts';

const block = 512;

/** The header of one plain file; names of at most 100 bytes, sizes below 8 GiB. @see POSIX.1-1988, ustar */
export function tarHeader(name: string, size: number): Uint8Array {
  const header = Buffer.alloc(block);
  const bytes = Buffer.from(name);
  if (bytes.length > 100 || size >= 8 ** 11)
    throw new Failure(`${name} is too long a name, or too large, for a backup.`);
  bytes.copy(header);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(octal(0o600, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136); // no time: the same content gives the same bytes
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257, 'latin1');
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header;
}

/** Zeros up to the next block. */
export const tarPadding = (size: number): Uint8Array => new Uint8Array((block - (size % block)) % block);
export const tarEnd = new Uint8Array(2 * block);

export interface TarEntry {
  readonly name: string;
  readonly start: number; // in the file
  readonly size: number;
}

/** The entries of a tar file; throws in words at a damaged header, an end that is missing, or a name that leads out of its folder. */
export async function tarEntries(file: FileHandle): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  const { size: end } = await file.stat();
  for (let at = 0; at + block <= end; ) {
    const header = Buffer.alloc(block);
    await file.read(header, 0, block, at);
    if (header.every((byte) => byte === 0)) return entries;
    const entry = entryOf(header, at);
    if (entry.start + entry.size > end)
      throw new Failure('The backup is cut short. Copy it again from where it was made.');
    entries.push(entry);
    at = entry.start + Math.ceil(entry.size / block) * block;
  }
  throw new Failure('This is no whole backup: its end is missing. Copy it again from where it was made.');
}

function entryOf(header: Buffer, at: number): TarEntry {
  const text = (start: number, length: number): string =>
    header
      .subarray(start, start + length)
      .toString()
      .replace(/\0.*$/s, '')
      .trim();
  const sum = Number.parseInt(text(148, 8), 8);
  const found = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  const [name, size] = [text(0, 100), Number.parseInt(text(124, 12), 8)];
  const isPlain = /^[A-Za-z0-9._/-]+$/.test(name) && !name.startsWith('/') && !name.split('/').includes('..');
  if (sum !== found || !isPlain || !Number.isSafeInteger(size) || size < 0)
    throw new Failure('This is no backup of Consilium, or it is damaged.');
  return { name, start: at + block, size };
}
