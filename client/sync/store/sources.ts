import { currentDatabase } from './database.ts';

/** A source kept on this device; `undefined` when it is not, or cannot be read. */
export async function keptSource(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return (
    await currentDatabase()
      ?.sources.get(sha256)
      .catch(() => undefined)
  )?.bytes;
}

export async function isSourceKept(sha256: string): Promise<boolean> {
  return (
    ((await currentDatabase()
      ?.sources.where('sha256')
      .equals(sha256)
      .count()
      .catch(() => 0)) ?? 0) > 0
  );
}

/** Keeps a source; a full device is said, and costs only the offline copy. */
export async function keepSource(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const kept = currentDatabase()?.sources.put({ sha256, bytes, size: bytes.length, keptAt: Date.now() });
  return kept === undefined ? false : kept.then(() => true).catch(() => false);
}
