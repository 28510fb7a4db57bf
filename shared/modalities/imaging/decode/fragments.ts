import { failed, ok, type Result } from '../../../kernel/result.ts';
import type { DataSet, Element, Fragment } from '../dicom/data-set.ts';
import { joined } from '../dicom/inflate.ts';
import { bytesOf } from '../dicom/values.ts';

/** A frame's codestream, and how many of its bytes the file does not have. */
export type CompressedFrame = { readonly bytes: Uint8Array; readonly missing: number };

/**
 * Compressed bytes of one frame. Which fragments make it, in order of trust: all of them for a single frame; the extended
 * offset table; the basic offset table where it points at real fragments; one each; else a frame starts where a fragment
 * starts with a codestream's first marker.
 */
export function compressedFrame(
  dataSet: DataSet,
  pixels: Element,
  frames: number,
  index: number,
): Result<CompressedFrame, string> {
  const [table, ...fragments] = pixels.fragments ?? [];
  if (!table || fragments.length === 0) return failed('The compressed pixel data has no fragments.');
  const starts = frameStarts(dataSet, table, fragments, frames);
  if (!starts) return failed(`${fragments.length} fragments cannot be told apart into ${frames} frames.`);
  const mine = fragments.slice(starts[index], starts[index + 1]);
  if (mine.length === 0) return failed(`Frame ${index + 1} is not in the file.`);
  const parts = mine.map((part) => dataSet.bytes.subarray(part.offset, part.offset + part.length));
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const missing = mine.reduce((sum, part) => sum + part.declaredLength - part.length, 0);
  return ok({ bytes: joined(parts, total), missing });
}

/** Index of the first fragment of each frame. */
function frameStarts(
  dataSet: DataSet,
  table: Fragment,
  fragments: readonly Fragment[],
  frames: number,
): readonly number[] | undefined {
  if (frames === 1) return [0];
  const extended = startsAt(extendedOffsets(dataSet), fragments, frames);
  if (extended) return extended;
  const basic = startsAt(basicOffsets(dataSet, table), fragments, frames);
  if (basic) return basic;
  if (fragments.length === frames) return fragments.map((_, index) => index);
  const marked = fragments.flatMap((fragment, index) => (opensCodestream(dataSet.bytes, fragment) ? [index] : []));
  return marked.length === frames ? marked : undefined;
}

function startsAt(offsets: readonly number[], fragments: readonly Fragment[], frames: number) {
  if (offsets.length !== frames) return undefined;
  const origin = fragments[0]!.itemOffset;
  const byOffset = new Map(fragments.map((fragment, index) => [fragment.itemOffset - origin, index]));
  const starts = offsets.map((offset) => byOffset.get(offset));
  const rising = starts.every((start, at) => start !== undefined && (at === 0 ? start === 0 : start > starts[at - 1]!));
  return rising ? starts.map((start) => start!) : undefined;
}

function basicOffsets(dataSet: DataSet, table: Fragment): readonly number[] {
  const view = new DataView(dataSet.bytes.buffer, dataSet.bytes.byteOffset + table.offset, table.length);
  return Array.from({ length: Math.floor(table.length / 4) }, (_, index) => view.getUint32(index * 4, true));
}

function extendedOffsets(dataSet: DataSet): readonly number[] {
  const bytes = bytesOf(dataSet, 0x7fe00001);
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => Number(view.getBigUint64(index * 8, true)));
}

function opensCodestream(bytes: Uint8Array, { offset, length }: Fragment): boolean {
  if (length < 4 || bytes[offset] !== 0xff) return false;
  return bytes[offset + 1] === 0xd8 || bytes[offset + 1] === 0x4f;
}
