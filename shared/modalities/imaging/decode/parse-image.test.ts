import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../../kernel/result.ts';
import { type WriteElement, writePart10 } from '../dicom/write.ts';
import { toDisplay } from './display.ts';
import type { Frame, ImageFile } from './image.ts';
import { parseImage } from './parse-image.ts';
import { sampleObject } from './sample-objects.test-data.ts';

const read = (bytes: Uint8Array): ImageFile => expectOk(parseImage(bytes), 'the sample is an image');
const frameOf = async (image: ImageFile, index = 0): Promise<Frame> =>
  expectOk(await image.decodeFrame(index), 'frame');
const refusal = (bytes: Uint8Array): string => {
  const parsed = parseImage(bytes);
  return parsed.ok ? 'it was read' : parsed.error.message;
};
const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

describe('files', () => {
  it('[FILE1] says that an empty or foreign file is no image', () => {
    expect(refusal(new Uint8Array())).toBe('The file is empty.');
    expect(refusal(new TextEncoder().encode('name,age\nx,1\n'))).toBe('The file is none of DICOM, PNG or JPEG.');
  });

  it('[FILE2] reads an object without preamble, and without meta group', async () => {
    const whole = sampleObject({ rows: 2, columns: 2 }, Uint8Array.of(1, 2, 3, 4));
    const withoutPreamble = whole.slice(132);
    const metaLength = new DataView(whole.buffer).getUint32(140, true);
    const withoutMeta = whole.slice(132 + 12 + metaLength);
    for (const bytes of [withoutPreamble, withoutMeta])
      expect([...(await frameOf(read(bytes))).data]).toEqual([1, 2, 3, 4]);
    expect(read(withoutMeta).warnings).toHaveLength(1);
  });

  it('[FILE4] says what an object without pixels is', () => {
    const report = { sopClassUid: '1.2.840.10008.5.1.4.1.1.88.34', sopInstanceUid: '2.25.1', elements: [] };
    expect(refusal(writePart10(report))).toBe('This DICOM object holds no pixels: Structured Report (SR).');
  });

  it('[BOUND1] refuses sizes beyond the limit before allocating', () => {
    const header = { rows: 65535, columns: 65535, allocated: 16 };
    expect(refusal(sampleObject(header, new Uint8Array(2)))).toBe(
      'The pixels would take 8192 MB; the limit is 2048 MB.',
    );
  });
});

describe('geometry', () => {
  const pixels = Uint8Array.of(1, 2, 3, 4);
  const spacingOf = (...more: WriteElement[]) => {
    const { pixelSpacing, pixelSpacingSource } = read(sampleObject({ rows: 2, columns: 2, more }, pixels));
    return [pixelSpacing, pixelSpacingSource?.tag];
  };
  const spacing = (tag: number, row: string, column: string): WriteElement => ({ tag, vr: 'DS', value: `${row}\\${column}` });

  it('[GEO3] pixel spacing names the tag it comes from, the patient’s before the detector’s before the scanner’s', () => {
    const [patient, detector, scanner] = [spacing(0x00280030, '0.5', '0.6'), spacing(0x00181164, '0.7', '0.8'), spacing(0x00182010, '0.9', '1')];
    expect(spacingOf(detector, scanner, patient)).toEqual([[0.5, 0.6], '(0028,0030)']);
    expect(spacingOf(detector, scanner)).toEqual([[0.7, 0.8], '(0018,1164)']);
    expect(spacingOf(scanner)).toEqual([[0.9, 1], '(0018,2010)']);
  });

  it('[GEO3] a file without spacing, or with one that no pixel can have, has none', () => {
    for (const more of [[], [spacing(0x00280030, '0', '0.6')], [spacing(0x00280030, '-1', '1')]]) expect(spacingOf(...more)).toEqual([undefined, undefined]);
  });
});

describe('pixels', () => {
  it('[PIXEL1] drops bits above HighBit and extends the sign', async () => {
    const header = { rows: 1, columns: 3, allocated: 16, stored: 12, signed: 1 } as const;
    const frame = await frameOf(read(sampleObject(header, words(0xf001, 0x0fff, 0x1800))));
    expect(frame.data).toEqual(Int16Array.of(1, -1, -2048));
  });

  it('[PIXEL2] reads one-bit frames that do not begin at a byte', async () => {
    const image = read(sampleObject({ rows: 1, columns: 3, allocated: 1, frames: 2 }, Uint8Array.of(0b00101110, 0)));
    expect((await frameOf(image, 0)).data).toEqual(Uint8Array.of(0, 1, 1));
    expect((await frameOf(image, 1)).data).toEqual(Uint8Array.of(1, 0, 1));
  });

  it('[PIXEL4] interleaves planes', async () => {
    const header = { rows: 1, columns: 2, samples: 3, planar: 1, photometric: 'RGB' } as const;
    const frame = await frameOf(read(sampleObject(header, Uint8Array.of(1, 2, 3, 4, 5, 6))));
    expect(frame.data).toEqual(Uint8Array.of(1, 3, 5, 2, 4, 6));
  });

  it('[PIXEL4] gives packed YBR_FULL_422 three samples a pixel', async () => {
    const header = { rows: 1, columns: 2, samples: 3, photometric: 'YBR_FULL_422' } as const;
    const frame = await frameOf(read(sampleObject(header, Uint8Array.of(10, 20, 100, 200))));
    expect(frame.data).toEqual(Uint8Array.of(10, 100, 200, 20, 100, 200));
    expect(frame.photometricInterpretation).toBe('YBR_FULL');
  });

  it('[PIXEL5] pads a frame cut short and says so', async () => {
    const whole = sampleObject({ rows: 2, columns: 2, allocated: 16 }, words(1, 2, 3, 4));
    const image = read(whole.slice(0, whole.length - 3));
    const frame = await frameOf(image);
    expect([frame.data, frame.missingBytes]).toEqual([Uint16Array.of(1, 2, 3, 0), 3]);
    expect(image.warnings[0]).toContain('cut short');
  });

  it('refuses a frame that is not there', async () => {
    const image = read(sampleObject({ rows: 1, columns: 2 }, Uint8Array.of(1, 2)));
    const frame = await image.decodeFrame(1);
    expect(frame.ok ? undefined : frame.error.message).toBe('There is no frame 2; the image has 1.');
  });
});

describe('PNG', () => {
  it('[FILE1] reads 16-bit grey', async () => {
    const png = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(7, 65535) });
    const image = read(png);
    expect([image.kind, image.bitsAllocated, image.pixelSpacing]).toEqual(['png', 16, undefined]);
    expect((await frameOf(image)).data).toEqual(Uint16Array.of(7, 65535));
  });

  it('[FILE5] says that a PNG without its data is damaged', async () => {
    const png = encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(7, 8) });
    const frame = await read(png.slice(0, 40)).decodeFrame(0);
    expect(frame.ok).toBe(false);
  });
});

describe('display', () => {
  it('[SHOW1] maps a palette to RGB', async () => {
    const table = (tag: number, ...entries: number[]) => [
      { tag: 0x00281101 + tag, vr: 'US', value: [entries.length, 0, 16] },
      { tag: 0x00281201 + tag, vr: 'OW', value: words(...entries) },
    ];
    const more = [...table(0, 0, 0xff00), ...table(1, 0x8000, 0), ...table(2, 0, 0x1000)];
    const image = read(sampleObject({ rows: 1, columns: 2, photometric: 'PALETTE COLOR', more }, Uint8Array.of(0, 1)));
    expect(toDisplay(await frameOf(image), image)).toEqual({
      ...{ type: 'colour', rows: 1, columns: 2 },
      rgb: Uint8Array.of(0, 128, 0, 255, 0, 16),
    });
  });

  it('[SHOW1] flags MONOCHROME1 for inversion and keeps stored values', async () => {
    const image = read(sampleObject({ rows: 1, columns: 2, photometric: 'MONOCHROME1' }, Uint8Array.of(3, 4)));
    const shown = toDisplay(await frameOf(image), image);
    expect(shown).toEqual({
      ...{ type: 'grey', rows: 1, columns: 2, slope: 1, intercept: 0, inverted: true },
      values: Uint8Array.of(3, 4),
    });
  });
});
