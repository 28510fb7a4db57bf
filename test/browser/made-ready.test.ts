import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import type { Seat } from '../harness/browser.ts';
import { pictureDrawn } from '../harness/drawing.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { radiographs } from '../harness/samples.ts';
import { importFiles } from '../harness/work.ts';

let room: ReadingRoom;
let reader: Seat;
let sources: readonly string[];
const asked: string[] = [];
const sent: string[] = [];

beforeAll(async () => {
  room = await openReadingRoom({ items: 4 });
  reader = room.readers[0]!;
  await importFiles(room.lead, room.project, radiographs([9], 'of-nobody'));
  sources = await Promise.all(room.items.map(async (item) => (await ask(reader, endpoints.item, { params: { item } })).sources[0]!.sha256));
  await reader.page.addInitScript(countWhatIsCostly);
  reader.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload.toString('latin1'))));
  reader.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
}, 120_000);

afterAll(async () => {
  await room?.leave();
  expect(reader?.faults).toEqual([]);
});

interface Seen {
  decoders: number;
  /** graphics contexts that pictures are drawn by */
  surfaces: number;
  /** pictures whose colours the main thread worked out */
  painted: number;
  /** what the decoder was asked for: `open <sha256>`, `decode <sha256>`, `close <sha256>` */
  readonly asked: string[];
}

/** Runs in the page, before its own scripts. */
function countWhatIsCostly(): void {
  const seen: Seen = { decoders: 0, surfaces: 0, painted: 0, asked: [] };
  Object.assign(window, { seen });
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      if (String(address).includes('decode')) seen.decoders += 1;
    }
    override postMessage(message: { type: string; source: string }): void {
      seen.asked.push(`${message.type} ${message.source}`);
      super.postMessage(message);
    }
  };
  const put = CanvasRenderingContext2D.prototype.putImageData as (...all: unknown[]) => void;
  CanvasRenderingContext2D.prototype.putImageData = function (this: CanvasRenderingContext2D, ...all: unknown[]) {
    seen.painted += 1;
    put.apply(this, all);
  };
  const before = HTMLCanvasElement.prototype.getContext;
  const withContext = new WeakSet<HTMLCanvasElement>();
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: [string, { alpha?: boolean }?]) {
    if (args[1]?.alpha === false && !withContext.has(this)) seen.surfaces += 1; // pictures cover what is behind them, nothing else does
    withContext.add(this);
    return (before as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof before;
}

const seen = (): Promise<Seen> => reader.page.evaluate('seen');
async function shows(number: number): Promise<void> {
  await reader.page.locator(`[data-film][data-shown="${room.items[number - 1]}"] canvas[data-drawn-by]`).waitFor({ timeout: 30_000 });
  await pictureDrawn(reader.page);
}
const greyInTheMiddle = (): Promise<number> =>
  reader.page.evaluate(`(({ width, height }, context) => context.getImageData(width >> 1, height >> 1, 1, 1).data[0])(document.querySelector('canvas[data-drawn-by]'), document.querySelector('canvas[data-drawn-by]').getContext('2d'))`);
const isDecoded = (number: number) => expect.poll(async () => (await seen()).asked, { timeout: 30_000 }).toContain(`decode ${sources[number - 1]}`);

describe('the next case', () => {
  it('[OPEN4] is decoded, and its reading open, before the key that opens it is pressed; only what is this person’s to read', async () => {
    const { page } = reader;
    await page.goto(`/items/${room.items[0]}`);
    await shows(1);
    await isDecoded(2);
    await expect.poll(() => sent.some((frame) => frame.includes(`reading/${room.items[1]}/${room.users[0]}`)), { timeout: 15_000 }).toBe(true);
    const before = (await seen()).asked;
    await page.keyboard.press('n');
    await shows(2);
    const after = (await seen()).asked.slice(before.length);
    expect(after.filter((one) => one.endsWith(sources[1]!))).toEqual([]);
    const items = new Set(asked.flatMap((path) => /\/items\/([^/]+)/.exec(path)?.[1] ?? []));
    expect([...items].filter((item) => !room.items.includes(item))).toEqual([]);
    expect(items.has(room.items[3]!)).toBe(false); // further than the next is not asked for
  }, 60_000);

  it('[OPEN7] is painted by the decoder, as the first one is, where the processor draws', async () => {
    const { page } = reader;
    expect(await page.locator('canvas[data-drawn-by="canvas"]').count()).toBe(1);
    const ahead = await greyInTheMiddle();
    expect((await seen()).painted).toBe(0);
    await page.keyboard.press('i');
    await expect.poll(async () => (await seen()).painted, { timeout: 15_000 }).toBe(1); // another look is painted where it is drawn
    expect(Math.abs(255 - ahead - (await greyInTheMiddle()))).toBeLessThanOrEqual(1); // and is the same picture
    await page.keyboard.press('i');
  }, 30_000);

  it('[OPEN3] [OPEN5] is drawn by the one decoder and the one surface of all cases; pixels of cases left behind are let go', async () => {
    const { page } = reader;
    await isDecoded(3);
    const over = `[...document.querySelectorAll('.konvajs-content canvas')]`;
    await page.evaluate(`${over}.forEach((canvas) => { canvas.wasThere = true; })`);
    await page.keyboard.press('n');
    await shows(3);
    await expect.poll(() => page.evaluate(`${over}.map(({ wasThere, width }) => [wasThere, width > 500])`), { timeout: 15_000 }).toEqual([[true, true], [true, true]]);
    await isDecoded(4);
    expect(await seen()).toMatchObject({ decoders: 1, surfaces: 1 });
    expect(await page.locator('canvas[data-drawn-by]').count()).toBe(1);
    await expect.poll(async () => (await seen()).asked, { timeout: 15_000 }).toContain(`close ${sources[0]}`);
    expect((await seen()).asked).not.toContain(`close ${sources[1]}`); // one key away
  }, 60_000);
});
