import { expect, it, vi } from 'vitest';
import { totalsOf } from './upload-queue.ts';
import { Upload } from './uploads.ts';

const { starts, sentTo } = vi.hoisted(() => ({ starts: [] as boolean[], sentTo: [] as string[] }));
vi.mock('../../sync/device.ts', () => ({ thisDevice: () => ({ onLinkUp: () => () => undefined }) }));
vi.mock('../../sync/rest.ts', () => ({
  call: async () => {
    await Promise.resolve();
    const isStarted = starts.shift() ?? true;
    return isStarted ? { ok: true, value: { import: `import-${starts.length}` } } : { ok: false, error: { type: 'Offline', message: '' } };
  },
}));

/** Takes every file. */
class Request {
  readonly upload = {};
  readonly status = 200;
  responseText = '';
  #url = '';
  onload?: () => void;
  open(_method: string, url: string): void {
    this.#url = url;
  }
  setRequestHeader(): void {}
  abort(): void {}
  send(): void {
    const { pathname, searchParams } = new URL(this.#url, 'http://here');
    sentTo.push(pathname);
    this.responseText = JSON.stringify({ name: searchParams.get('name'), size: 1, state: 'stored', message: '', sha256: null, item: null });
    setTimeout(() => this.onload?.());
  }
}
vi.stubGlobal('XMLHttpRequest', Request);

const file = (name: string, content = new File([name], name)) => ({ name, file: content });
const stored = (upload: Upload) => totalsOf(upload.state().queue).stored;
const made = (...names: string[]) => ({ items: [{ id: 'x', name: 'case', files: names.length }], files: names.map((name) => ({ name, size: 1, state: 'stored', message: '', sha256: null, item: 'x' })) }) as never;

it('[UPLOAD8] nine slices go into one import, though its start failed under three of them', async () => {
  starts.push(false, true, true, true);
  const upload = new Upload('p');
  upload.add(Array.from({ length: 9 }, (_, at) => file(`${at}.dcm`)));
  await expect.poll(() => totalsOf(upload.state().queue).failed).toBeGreaterThan(0);
  upload.retry();
  await expect.poll(() => stored(upload)).toBe(9);
  expect(new Set(sentTo).size).toBe(1);
});

it('[UPLOAD8] what comes while cases are being made still waits for a case', async () => {
  const upload = new Upload('q');
  upload.add([file('a.png')]);
  await expect.poll(() => upload.state().waiting).toBe(1);
  const whenAsked = stored(upload);
  upload.add([file('b.png')]);
  await expect.poll(() => stored(upload)).toBe(2);
  upload.made(made('a.png'), whenAsked);
  await expect.poll(() => upload.state().cases?.length).toBe(1);
  expect(upload.state().waiting).toBe(1);
  expect(upload.isOver).toBe(false);
});

it('[UPLOAD8] a file that cannot be read says so, and the others are stored', async () => {
  const gone = Object.assign(new File(['x'], 'gone.dcm'), { arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) });
  const upload = new Upload('r');
  upload.add([file('gone.dcm', gone), file('good.dcm')]);
  await expect.poll(() => stored(upload)).toBe(1);
  await expect.poll(() => upload.state().queue.rows.map(({ state }) => state)).toEqual(['failed', 'stored']);
  expect(upload.state().queue.rows[0]?.message).toContain('cannot be read');
});
