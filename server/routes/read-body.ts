import { ok } from '@consilium/shared/kernel/result.ts';
import { type Answer, refuse } from '../work/refusal.ts';

const largestJsonBytes = 32 * 2 ** 20; // a push of documents; everything else is far below
export const largestFileBytes = 2 ** 30;

export async function readJson(request: Request): Answer<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) return refuse(415, 'NotJson', 'Send the body as application/json.');
  const read = await readBytes(request, largestJsonBytes);
  if (!read.ok) return read;
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(read.value)));
  } catch {
    return refuse(400, 'Malformed', 'The body is not JSON in UTF-8.');
  }
}

/** The whole body; stops reading as soon as it is larger than allowed, whatever its header said. */
export async function readBytes(request: Request, most: number): Answer<Uint8Array> {
  const tooLarge = () => refuse(413, 'TooLarge', `This is larger than the ${Math.round(most / 2 ** 20)} MiB that are taken at once.`);
  if (Number(request.headers.get('content-length') ?? 0) > most) return tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > most) return tooLarge();
    chunks.push(chunk);
  }
  return ok(new Uint8Array(Buffer.concat(chunks)));
}
