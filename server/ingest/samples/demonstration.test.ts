import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import { seriesOrder } from '@consilium/shared/modalities/imaging/decode/series-order.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { expect, it } from 'vitest';
import { demonstrationFiles, demonstrationFindings } from './demonstration.ts';

const files = demonstrationFiles();
const images = files
  .filter(({ kind }) => kind === 'dicom')
  .map(({ name, bytes }) => expectOk(parseImage(bytes, name), name));

it('[WRITE1] the made-up objects read back: a volume of 24 slices and four radiographs', () => {
  const series = seriesOrder(images);
  expect(
    series.map(({ slices, uniformSpacingMm, volumeProblems }) => [slices.length, uniformSpacingMm, volumeProblems]),
  ).toEqual([
    [24, 8, []],
    [1, undefined, ['a slice has no ImagePositionPatient (0020,0032)']],
    [1, undefined, ['a slice has no ImagePositionPatient (0020,0032)']],
    [1, undefined, ['a slice has no ImagePositionPatient (0020,0032)']],
    [1, undefined, ['a slice has no ImagePositionPatient (0020,0032)']],
  ]);
  expect(images.flatMap(({ warnings }) => warnings)).toEqual([]);
});

it('the lesions are where the findings say they are', async () => {
  const contrast: number[] = [];
  for (const finding of demonstrationFindings) {
    if (finding.type !== 'round' || finding.item !== 'ct-phantom') continue;
    const image = images[finding.slice]!;
    const { data, columns } = expectOk(await image.decodeFrame(0), finding.name);
    const at = (x: number) => data[Math.floor(finding.y) * columns + Math.floor(x)]! + image.rescaleIntercept;
    contrast.push(Math.round((at(finding.x) - at(finding.x + finding.radius * 1.9)) / 100));
  }
  expect(contrast.slice(0, 3).every((hundreds) => hundreds > 5)).toBe(true);
  expect(contrast[3]).toBeLessThanOrEqual(0);
});

it('the spans of the notes hold the words they quote', () => {
  const texts = new Map(
    files.filter(({ kind }) => kind === 'text').map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]),
  );
  const spans = demonstrationFindings.filter((finding) => finding.type === 'span');
  expect(spans.map(({ item, start, end }) => texts.get(item)?.slice(start, end))).toEqual(
    spans.map(({ quote }) => quote),
  );
  expect(texts.size).toBe(6);
  expect(texts.get('emergency-note.txt')).toMatch(/\r\n/);
});

it('the demonstration is the same every time', () => {
  const again = demonstrationFiles();
  expect(again.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  expect(again.every(({ bytes }, index) => Buffer.compare(bytes, files[index]!.bytes) === 0)).toBe(true);
}, 30_000);
