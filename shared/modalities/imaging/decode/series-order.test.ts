import { basename } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { noSharedData, sharedData } from '../../../../test/harness/shared-data.ts';
import { expectOk } from '../../../kernel/result.ts';
import type { ImageFile } from './image.ts';
import { parseImage } from './parse-image.ts';
import { sampleObject } from './sample-objects.test-data.ts';
import { seriesOrder } from './series-order.ts';

function slice(z: number, instance: number, orientation: readonly number[] = [1, 0, 0, 0, 1, 0]): ImageFile {
  const more = [
    { tag: 0x0020000e, vr: 'UI', value: '2.25.2' },
    { tag: 0x00200013, vr: 'IS', value: [instance] },
    { tag: 0x00200032, vr: 'DS', value: [0, 0, z] },
    { tag: 0x00200037, vr: 'DS', value: orientation },
  ];
  const bytes = sampleObject({ rows: 1, columns: 2, more }, Uint8Array.of(1, 2));
  return expectOk(parseImage(bytes, `z${z}`), 'the sample is an image');
}

const names = (files: readonly ImageFile[]) =>
  seriesOrder(files).map(({ slices }) => slices.map(({ image }) => basename(image.fileName ?? '')));

describe('order of a series', () => {
  it('[GEO1] goes by position along the normal, whatever the instance numbers say', () => {
    const files = [slice(10, 1), slice(0, 2), slice(5, 3)];
    expect(names(files)).toEqual([['z0', 'z5', 'z10']]);
    expect(seriesOrder(files)[0]).toMatchObject({ order: { by: 'position' }, uniformSpacingMm: 5, volumeProblems: [] });
  });

  it('[GEO1] falls back with a reason where orientations differ', () => {
    const [series] = seriesOrder([slice(5, 2), slice(0, 1, [0, 1, 0, 0, 0, -1])]);
    expect(series?.order).toEqual({ by: 'instance number', reason: 'the slices do not have one orientation' });
    expect(series?.orientationIsConsistent).toBe(false);
  });

  it('[GEO2] says that gaps are not even', () => {
    const [series] = seriesOrder([slice(0, 1), slice(5, 2), slice(12, 3)]);
    expect([series?.uniformSpacingMm, series?.volumeProblems]).toEqual([
      undefined,
      ['the slices are not evenly spaced'],
    ]);
  });
});

const SeriesSchema = z.object({
  series_uid: z.string(),
  folder: z.string(),
  spatial_order_of_files: z.array(z.string()),
  uniform_within_2_percent: z.boolean(),
});
const expectedPath = sharedData('dicom/expected.json');
if (!expectedPath) process.stdout.write(`skipped: ${noSharedData}\n`);

describe.skipIf(!expectedPath)('order of real series', () => {
  const { series } = expectedPath
    ? z.parse(z.object({ series: z.array(SeriesSchema) }), JSON.parse(readFileSync(expectedPath, 'utf8')))
    : { series: [] };
  it.each(series)('[GEO1] orders $folder as the reference does', (expected) => {
    const folder = sharedData(expected.folder) ?? '';
    const files = readdirSync(folder)
      .toReversed()
      .flatMap((name) => {
        const parsed = parseImage(new Uint8Array(readFileSync(`${folder}/${name}`)), name);
        return parsed.ok && parsed.value.seriesInstanceUid === expected.series_uid ? [parsed.value] : [];
      });
    const [ordered] = seriesOrder(files);
    expect(ordered?.slices.map(({ image }) => image.fileName)).toEqual(expected.spatial_order_of_files);
    expect(ordered?.uniformSpacingMm !== undefined).toBe(expected.uniform_within_2_percent);
  });
});
