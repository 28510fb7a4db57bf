import type { CDPSession, Page } from 'playwright-core';

/**
 * How much an address may keep in all; without a number as much as the disk has. To be set before it stores anything: Chromium asks again
 * only when what it thought was left is used up.
 */
export async function setRoom(cdp: CDPSession, origin: string, bytes?: number): Promise<void> {
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, ...(bytes === undefined ? {} : { quotaSize: bytes }) });
}

/** Takes all the room that is left, down to the last kilobyte. */
export const fill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const asked = indexedDB.open('something else of this address');
      asked.onupgradeneeded = () => asked.result.createObjectStore('bytes', { autoIncrement: true });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    const put = (size: number): Promise<boolean> =>
      new Promise((done) => {
        const transaction = database.transaction('bytes', 'readwrite');
        transaction.oncomplete = () => done(true);
        transaction.onabort = () => done(false);
        transaction.objectStore('bytes').add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536))).buffer.slice(0), undefined);
        for (let more = size - 65_536; more > 0; more -= 65_536) transaction.objectStore('bytes').add(crypto.getRandomValues(new Uint8Array(65_536)).buffer);
      });
    for (let size = 4 << 20; size >= 256; size /= 4) while (await put(size));
    database.close();
  });
