import { readFileSync } from 'node:fs';
import { toDisplay } from '@consilium/shared/modalities/imaging/decode/display.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import { sampleObject } from '@consilium/shared/modalities/imaging/decode/sample-objects.test-data.ts';
import { expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../test/harness/shared-data.ts';
import { useInstalledCodecs } from '../ingest/codec-files.ts';
import { seededRandom } from '../ingest/samples/random.ts';

const real = [
  'pydicom/CT_small.dcm',
  'pydicom/MR_small_RLE.dcm',
  'pydicom/MR_small_bigendian.dcm',
  'pydicom/MR_small_implicit.dcm',
  'pydicom/MR_small_jp2klossless.dcm',
  'pydicom/MR_small_jpeg_ls_lossless.dcm',
  'pydicom/SC_rgb_jpeg_dcmtk.dcm',
  'pydicom/image_dfl.dcm',
  'pydicom/JPEG-lossy.dcm',
  'pydicom-data/emri_small.dcm',
  'ctimage_family/CTImage_JPEGLosslessSV1.dcm',
  'ct_16x16_with_seg/seg_image_ct_binary.dcm',
].flatMap((name) => sharedData(`dicom/${name}`) ?? []);
if (real.length === 0) process.stdout.write(`fewer kinds of file: ${noSharedData}\n`);

const originals = [
  sampleObject({ rows: 32, columns: 32, allocated: 16, stored: 12 }, new Uint8Array(2048)),
  sampleObject({ rows: 8, columns: 8, samples: 3, photometric: 'YBR_FULL_422' }, new Uint8Array(128)),
  ...real.map((path) => new Uint8Array(readFileSync(path))),
];
const mutants = 2000;

it('[FILE5] no mutant of a good file throws, hangs or takes memory without bound', async () => {
  useInstalledCodecs();
  const random = seededRandom(4);
  const outcomes = { decoded: 0, refused: 0 };
  for (let index = 0; index < mutants; index++) {
    const parsed = parseImage(mutate(originals[index % originals.length]!, random));
    const frame = parsed.ok ? await parsed.value.decodeFrame(0) : parsed;
    if (parsed.ok && frame.ok) toDisplay(frame.value, parsed.value);
    outcomes[frame.ok ? 'decoded' : 'refused'] += 1;
  }
  expect(outcomes.decoded + outcomes.refused).toBe(mutants);
  expect(Math.min(outcomes.decoded, outcomes.refused)).toBeGreaterThan(mutants / 20);
  expect(process.memoryUsage().rss).toBeLessThan(2 * 2 ** 30);
}, 180_000);

/** One to six bytes changed, mostly in the header; one file in ten is cut short. */
function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = original.slice();
  const reach = random() < 0.6 ? Math.min(bytes.length, 3000) : bytes.length;
  for (let change = Math.floor(random() * 6); change >= 0; change--)
    bytes[Math.floor(random() * reach)] = random() < 0.3 ? 255 : Math.floor(random() * 256);
  return random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}
