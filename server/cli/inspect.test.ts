import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noSharedData, sharedData } from '../../test/harness/shared-data.ts';
import { type InspectLine, inspectFile } from './inspect.ts';

const PixelsSchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number()),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  sum: z.number(),
  sha256_le: z.string(),
  lossy: z.boolean(),
});
const RefusedSchema = z.object({ decode_error: z.string() });
const FileSchema = z.object({ pixels: z.union([PixelsSchema, RefusedSchema]).optional() });
const ExpectedSchema = z.object({ files: z.record(z.string(), FileSchema) });

const path = sharedData('dicom/expected.json');
if (!path) process.stdout.write(`skipped: ${noSharedData}\n`);
const files = path ? Object.entries(ExpectedSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).files) : [];

describe.skipIf(!path)('real files', () => {
  it.each(files)('[PIXEL6] %s comes out as the reference says', async (name, { pixels }) => {
    const line = await inspectFile(sharedData(name) ?? name);
    if (!pixels || 'decode_error' in pixels) {
      expect(line).toMatchObject({ ok: false, error: expect.stringMatching(/^[A-Z].+\.$/) });
      return;
    }
    expect(comparable(line, pixels.lossy)).toEqual(comparableReference(pixels));
  });
});

function comparable(line: InspectLine, lossy: boolean) {
  if (!line.ok) return line;
  const { dtype, shape, min, max, sum, sha256 } = line.pixels;
  if (!lossy) return { dtype, shape, min, max, sum, sha256 };
  return { dtype, shape, mean: sum / shape.reduce((product, length) => product * length, 1) };
}

function comparableReference({ dtype, shape, mean, lossy, min, max, sum, sha256_le }: z.infer<typeof PixelsSchema>) {
  if (!lossy) return { dtype, shape, min, max, sum, sha256: sha256_le };
  return { dtype, shape, mean: expect.closeTo(mean, 0) };
}

const photograph = sharedData('exports/coco_polygon_rle/images/b.jpg');
it.skipIf(!photograph)('[FILE1] reads a JPEG photograph as RGB', async () => {
  expect(await inspectFile(photograph ?? '')).toMatchObject({
    ...{ ok: true, samplesPerPixel: 3, photometricInterpretation: 'RGB', transferSyntax: null, pixelSpacing: null },
    pixels: { dtype: 'uint8' },
  });
});

it('says that a missing file cannot be opened', async () => {
  expect(await inspectFile('no/such/file.dcm')).toEqual({
    file: 'no/such/file.dcm',
    ok: false,
    error: 'The file cannot be opened: ENOENT.',
  });
});
