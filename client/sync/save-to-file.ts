import { thisDevice } from './device.ts';

/** A way out when the device cannot keep work: everything that is here, as one JSON file with updates in base64. */
export async function saveWorkToFile(): Promise<void> {
  const { bytesToBase64 } = await import('./base64.ts');
  const { liveUpdates } = await import('./documents.ts');
  const { database, user } = thisDevice();
  const stored = await database.updates.toArray().catch(() => []);
  const rejected = await database.rejected.toArray().catch(() => []);
  const documents = [
    ...stored.map(({ document, bytes }) => ({ document, update: bytesToBase64(bytes) })),
    ...rejected.map(({ document, bytes, words }) => ({ document, update: bytesToBase64(bytes), notTaken: words })),
    ...liveUpdates().map(({ document, update }) => ({ document, update: bytesToBase64(update) })),
  ];
  const file = new Blob(
    [JSON.stringify({ format: 'consilium-device/1', user, savedAt: new Date().toISOString(), documents })],
    { type: 'application/json' },
  );
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(file),
    download: 'consilium-work.json',
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
