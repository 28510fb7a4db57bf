import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { TextMeta } from '@consilium/shared/modalities/text/meta.ts';

const largestTextBytes = 8 * 2 ** 20;
const excerptLength = 120; // UTF-16 units

/** A plain note: UTF-8 to the last byte. The bytes stay as they are; this only measures them. */
export function readText(bytes: Uint8Array): Result<TextMeta, string> {
  if (bytes.length > largestTextBytes) return failed(`The text is larger than ${largestTextBytes / 2 ** 20} MiB. Split it into notes.`);
  const text = decode(bytes);
  if (text === undefined) return failed(`The text is not UTF-8 (the first byte that is not stands at ${firstBadByte(bytes)}). Save it as UTF-8, then import it again.`);
  const control = /[\0-\x08\x0e-\x1a\x1c-\x1f]/.exec(text);
  if (control !== null) return failed(`This is not plain text: there is a control character (code ${control[0].charCodeAt(0)}) at character ${control.index}.`);
  return ok({ length: text.length, lines: text.split(/\r\n|\r|\n/).length, excerpt: excerptOf(text) });
}

/** A leading byte-order mark is kept: offsets count it. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** 0-based, where the first character begins that is none: the longest beginning that decodes, found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isBeginning(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  while (good > 0 && decode(bytes.subarray(0, good)) === undefined) good--; // back to where the broken character begins, at most 3 bytes
  return good;
}

function isBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function excerptOf(text: string): string {
  const line = text.replace(/^\uFEFF/, '').trimStart().slice(0, excerptLength).replaceAll(/\s+/g, ' ');
  return line.isWellFormed() ? line : line.slice(0, -1); // never half of an emoji
}
