import { radiographSize } from '@consilium/server/ingest/samples/radiograph.ts';
import type { Seat } from '../harness/browser.ts';
import { actedAt, goingTo, watch } from './stopwatch.ts';

export interface BareCase {
  /** from going to the address until the picture is there, milliseconds */
  open(): Promise<number>;
  /** from a key until another picture is painted, milliseconds */
  next(): Promise<number>;
  /** the app is back */
  leave(): Promise<void>;
}

/**
 * The least a browser must do to show a radiograph from this device: one page out of the service worker's cache, in the place of the app;
 * one source out of the same store, its pixels through a table onto a canvas of the same size.
 */
export async function openBareCase({ page }: Seat): Promise<BareCase> {
  const put = (html: string | undefined): Promise<string> => page.evaluate(swapStartPage, html);
  const app = await put(undefined);
  const isThere = (picture: number): string => `document.body?.dataset.shown === '${picture}'`;
  return {
    async open() {
      await put(bareHtml);
      return goingTo(page, '/', isThere(0));
    },
    async next() {
      const shown = await watch(page, isThere(1));
      await page.keyboard.press('n');
      const taken = (await shown()) - (await actedAt(page));
      await put(app);
      return taken;
    },
    leave: async () => void (await put(app)),
  };
}

/** Runs in the page. @returns what was there before */
async function swapStartPage(html: string | undefined): Promise<string> {
  const [name = ''] = (await caches.keys()).filter((one) => one.startsWith('consilium-app-'));
  const cache = await caches.open(name);
  const before = (await (await cache.match('/'))?.text()) ?? '';
  if (html !== undefined) await cache.put('/', new Response(html, { headers: { 'content-type': 'text/html' } }));
  return before;
}

const bareHtml = `<!doctype html><body style="margin:0"><canvas style="width:100vw;height:100vh"></canvas><script>
  const size = ${radiographSize};
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const picture = document.querySelector('canvas');
  picture.width = innerWidth * devicePixelRatio;
  picture.height = innerHeight * devicePixelRatio;
  const table = Uint32Array.from({ length: 65536 }, (_, value) => 0xff000000 | (Math.min(255, value >> 4) * 0x010101));
  const show = (values, number) => {
    const whole = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const image = whole.getContext('2d').createImageData(size, size);
    const words = new Uint32Array(image.data.buffer);
    for (let i = 0; i < words.length; i++) words[i] = table[values[i]];
    whole.getContext('2d').putImageData(image, 0, 0);
    picture.getContext('2d').drawImage(whole, 0, 0, picture.width, picture.height);
    document.body.dataset.shown = number;
  };
  (async () => {
    const store = (await asked(indexedDB.open('consilium-' + localStorage.getItem('consilium-user')))).transaction('sources').objectStore('sources');
    const pixels = (await asked(store.getAll(null, 2))).map(({ bytes }) => new Uint16Array(bytes.slice(-2 * size * size).buffer));
    addEventListener('keydown', () => show(pixels[1], 1));
    show(pixels[0], 0);
  })();
</script>`;
