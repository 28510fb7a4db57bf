import { readFileSync } from 'node:fs';
import { useInstalledCodecs } from '@consilium/server/ingest/codec-files.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toShown } from '../../client/modalities/imaging/frames/to-shown.ts';
import { valueAt } from '../../client/modalities/imaging/frames/shown-frame.ts';
import { launchBrowser, type Seat, takeSeat } from '../harness/browser.ts';
import { signUp } from '../harness/people.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { noSharedData, sharedData } from '../harness/shared-data.ts';
import { assign, importFiles, makeProject } from '../harness/work.ts';

/** One real file of each way of storing pixels that the product reads. */
const files: Readonly<Record<string, string>> = {
  'implicit little endian': 'ct_3slice/01.dcm',
  'explicit little endian, deflated': 'ctimage_family/CTImage_deflated.dcm',
  'explicit big endian': 'pydicom/MR_small_bigendian.dcm',
  'RLE, 16 bit': 'ctimage_family/CTImage_RLE.dcm',
  'RLE, colour': 'pydicom/SC_rgb_rle.dcm',
  'JPEG baseline, YBR, multi-frame': 'pydicom/examples_ybr_color.dcm',
  'JPEG extended, 12 bit': 'pydicom/JPEG-lossy.dcm',
  'JPEG lossless': 'ctimage_family/CTImage_JPEGLosslessSV1.dcm',
  'JPEG-LS': 'pydicom/MR_small_jpeg_ls_lossless.dcm',
  'JPEG 2000': 'pydicom/MR_small_jp2klossless.dcm',
  'JPEG 2000, colour': 'pydicom/examples_jpeg2k.dcm',
  'HTJ2K, colour': 'pydicom-data/HTJ2KLossless_08_RGB.dcm',
};
const folder = sharedData('dicom');
if (folder === undefined) console.log(`skipped: real images in the browser, ${noSharedData}`);

describe.skipIf(folder === undefined)('real images in a real browser', () => {
  let server: ServerProcess;
  let browser: Browser;
  let lead: Seat;
  let items: Readonly<Record<string, string>>;
  const names = Object.values(files);

  beforeAll(async () => {
    useInstalledCodecs();
    [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
    lead = await takeSeat(browser, 'Lead', server.port);
    const { user } = await signUp(lead, server.adminLink);
    const project = await makeProject(lead, 'Real images', { plan: { readersPerItem: 1 } });
    items = {};
    for (const name of names) items = { ...items, [name]: Object.values(await importFiles(lead, project, [{ name, bytes: readFileSync(`${folder}/${name}`) }]))[0] ?? '' };
    await assign(lead, project, Object.values(items), [user.id]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    expect(lead?.faults).toEqual([]);
  });

  it.each(Object.entries(files))('[PIXEL7] %s: the value under the cursor is the one of the file', async (_, name) => {
    const { page } = lead;
    await page.goto(`/items/${items[name]}`);
    const film = page.locator('[data-film]');
    await film.locator('canvas').first().waitFor();
    const image = expectOk(parseImage(readFileSync(`${folder}/${name}`), name), name);
    const slice = Number(/^(\d+) of/.exec((await film.locator('[data-at="top right"]').textContent()) ?? '')?.[1]);
    const shown = toShown(expectOk(await image.decodeFrame(slice - 1), name), image);
    const box = (await film.boundingBox())!;
    let before = '';
    for (const [x, y] of [[0.5, 0.5], [0.46, 0.55], [0.54, 0.42]] as const) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      const said = async () => (await film.getByText(/x \d+\s+y \d+\s+val /).textContent()) ?? '';
      await expect.poll(said, { timeout: 15_000 }).not.toBe(before); // of the place before, until the next frame
      before = await said();
      const [, column, row, value] = /x (\d+)\s+y (\d+)\s+val ([^H]+)/.exec(before)!;
      const expected = valueAt(shown, Number(column), Number(row));
      expect([column, row, value?.trim()]).toEqual([column, row, typeof expected === 'number' ? inFilmWords(expected) : expected?.join(' ')]);
    }
  }, 30_000);
});

const inFilmWords = (value: number): string => String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
