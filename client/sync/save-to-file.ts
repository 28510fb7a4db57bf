import { notify } from '../ui/notify.ts';
import { thisDevice } from './device.ts';

const patienceMs = 3_000;

/** A way out when the device cannot keep work: everything that is here, as one JSON file with updates in base64. A store that does not answer is not waited for. */
export async function saveWorkToFile(): Promise<void> {
  const { bytesToBase64 } = await import('./base64.ts');
  const { liveUpdates } = await import('./documents.ts');
  const { database, user } = thisDevice();
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  const read = Promise.all([database.updates.toArray(), database.rejected.toArray()]).catch(() => undefined);
  const kept = await Promise.race([read, patience]);
  if (kept === undefined) notify('The file holds what is open in this tab. What else this device keeps could not be read just now.', 'stop');
  const [stored, rejected] = kept ?? [[], []];
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
