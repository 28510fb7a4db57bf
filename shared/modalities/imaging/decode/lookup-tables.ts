import type { DataSet } from '../dicom/data-set.ts';
import { bytesOf, itemsOf, shortsOf, signedShortsOf } from '../dicom/values.ts';
import type { LookupTable, Palette } from './image.ts';

/** The first VOI LUT (0028,3010) of the object, for images that bring no window. */
export function readVoiLut(dataSet: DataSet): LookupTable | undefined {
  const [item] = itemsOf(dataSet, 0x00283010);
  return item && readTable(item, 0x00283002, 0x00283006, undefined, shortsOf(dataSet, 0x00280103)[0] === 1);
}

/** The palette of a PALETTE COLOR image, plain or segmented (PS3.3 C.7.6.3.1.5, C.7.9.2). */
export function readPalette(dataSet: DataSet): Palette | undefined {
  const signed = shortsOf(dataSet, 0x00280103)[0] === 1;
  const [red, green, blue] = [0, 1, 2].map((colour) =>
    readTable(dataSet, 0x00281101 + colour, 0x00281201 + colour, 0x00281221 + colour, signed),
  );
  return red && green && blue ? { red, green, blue } : undefined;
}

function readTable(
  dataSet: DataSet,
  descriptorTag: number,
  dataTag: number,
  segmentedTag: number | undefined,
  signed: boolean,
): LookupTable | undefined {
  const descriptor = shortsOf(dataSet, descriptorTag);
  if (descriptor.length < 3) return undefined;
  const entries = descriptor[0] || 65536;
  const firstMapped = signed ? signedShortsOf(dataSet, descriptorTag)[1]! : descriptor[1]!;
  const bits = descriptor[2]!;
  const plain = bytesOf(dataSet, dataTag);
  const segmented = segmentedTag === undefined ? undefined : bytesOf(dataSet, segmentedTag);
  const values = plain
    ? plainEntries(dataSet, plain, dataTag, entries)
    : segmented && expandSegments(bits <= 8 ? [...segmented] : shortsOf(dataSet, segmentedTag!), entries);
  return values && { firstMapped, bits: effectiveBits(values, bits), values };
}

function plainEntries(dataSet: DataSet, bytes: Uint8Array, tag: number, entries: number): Uint16Array {
  if (bytes.length >= entries * 2) return Uint16Array.from(shortsOf(dataSet, tag).slice(0, entries));
  const packed = dataSet.littleEndian ? bytes : swappedPairs(bytes);
  return Uint16Array.from({ length: entries }, (_, index) => packed[index] ?? 0);
}

/** Descriptors say 16 over tables whose entries are 8 bits, and the other way round: the largest entry decides. */
function effectiveBits(values: Uint16Array, declared: number): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  if (largest > 255) return 16;
  return declared === 16 && largest === 0 ? 16 : 8;
}

function swappedPairs(bytes: Uint8Array): Uint8Array {
  return bytes.map((_, index) => bytes[index ^ 1] ?? 0);
}

/** Segments: 0 discrete, 1 linear from the value before, 2 indirect (segments repeated from a byte offset). */
function expandSegments(words: readonly number[], entries: number): Uint16Array {
  const out = new Uint16Array(entries);
  let filled = 0;
  const put = (value: number) => {
    if (filled < entries) out[filled++] = Math.round(value);
  };
  const run = (from: number, segments: number, nested: boolean) => {
    let at = from;
    for (let done = 0; done < segments && at + 1 < words.length && filled < entries; done++) {
      const [kind, length] = [words[at]!, words[at + 1]!];
      if (kind === 0) {
        for (let index = 0; index < length; index++) put(words[at + 2 + index] ?? 0);
        at += 2 + length;
      } else if (kind === 1) {
        const [start, end] = [out[filled - 1] ?? 0, words[at + 2] ?? 0];
        for (let index = 1; index <= length; index++) put(start + ((end - start) * index) / length);
        at += 3;
      } else {
        if (kind !== 2 || nested) return;
        run(((words[at + 2] ?? 0) + (words[at + 3] ?? 0) * 65536) / 2, length, true);
        at += 4;
      }
    }
  };
  run(0, words.length, false);
  return out;
}
