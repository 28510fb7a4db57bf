import { Inflate, Unzlib } from 'fflate';
import { failed, ok, type Result } from '../../../kernel/result.ts';

/** Output beyond this is only allowed while it stays under `largestRatio` times the input. */
const alwaysAllowedBytes = 256 * 2 ** 20;
const largestRatio = 100;
const stepBytes = 16384;

/**
 * Inflates a deflate or zlib stream in small steps, so that a bomb is found before it fills memory.
 * @param limitBytes most bytes ever produced
 * @returns the bytes, or what was wrong in words; a stream cut short gives what was there
 */
export function inflateBounded(
  input: Uint8Array,
  limitBytes: number,
  wrapper: 'deflate' | 'zlib' = 'deflate',
): Result<Uint8Array, string> {
  const limit = Math.min(limitBytes, Math.max(alwaysAllowedBytes, input.length * largestRatio));
  const chunks: Uint8Array[] = [];
  let total = 0;
  const take = (chunk: Uint8Array) => {
    total += chunk.length;
    if (total > limit) throw new Error(`it expands to more than ${limit} bytes`);
    chunks.push(chunk);
  };
  const stream = wrapper === 'zlib' ? new Unzlib(take) : new Inflate(take);
  try {
    for (let at = 0; at < input.length; at += stepBytes)
      stream.push(input.subarray(at, at + stepBytes), at + stepBytes >= input.length);
  } catch (error) {
    if (total > limit || total === 0) return failed(`the compressed stream cannot be used: ${messageOf(error)}`);
  }
  return ok(joined(chunks, total));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One array of all chunks. */
export function joined(chunks: readonly Uint8Array[], total: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
