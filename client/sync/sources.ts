import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { callBytes } from './call.ts';
import { sha256Hex } from './sha256.ts';
import { keepSource, keptSource } from './store/sources.ts';

export type SourceProgress = (done: number, total: number | undefined) => void;

const underWay = new Map<string, Promise<Result<Uint8Array<ArrayBuffer>, Problem>>>();

/** The bytes of a source: from this device where they are kept, else from the server, and then kept. @param onProgress in bytes, for a download only */
export async function sourceBytes(
  item: string,
  sha256: string,
  onProgress?: SourceProgress,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const kept = await keptSource(sha256);
  if (kept !== undefined) return ok(kept);
  const download = underWay.get(sha256) ?? downloadSource(item, sha256, onProgress);
  underWay.set(sha256, download);
  return download.finally(() => underWay.delete(sha256));
}

async function downloadSource(
  item: string,
  sha256: string,
  onProgress?: SourceProgress,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const bytes = await callBytes(endpoints.source, { params: { item, sha256 } }, onProgress);
  if (!bytes.ok) return bytes;
  if ((await sha256Hex(bytes.value)) !== sha256)
    return failed({
      type: 'Damaged',
      message: 'The source arrived damaged. Try again; if it happens again, tell the lead.',
    });
  await keepSource(sha256, bytes.value);
  return bytes;
}
