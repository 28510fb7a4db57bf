import { failed, ok, type Result } from '../../../kernel/result.ts';

/** What the SIZ marker of a JPEG 2000 or HTJ2K codestream says (ITU-T T.800 A.5.1). */
export type Jpeg2000Header = {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  /** A component has fewer samples than the image; the codec would read outside its memory. */
  readonly isSubsampled: boolean;
};

/** Reads SIZ, of a bare codestream or inside the boxes of a JP2 file. */
export function readJpeg2000Header(bytes: Uint8Array): Result<Jpeg2000Header, string> {
  const start = codestreamStart(bytes);
  if (start === undefined || start + 42 > bytes.length) return failed('The JPEG 2000 data has no codestream header.');
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const components = view.getUint16(40);
  if (components === 0 || 42 + components * 3 > view.byteLength) return failed('The JPEG 2000 header is damaged.');
  const steps = Array.from({ length: components }, (_, index) => [
    view.getUint8(43 + index * 3),
    view.getUint8(44 + index * 3),
  ]);
  return ok({
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    components,
    precision: (view.getUint8(42) & 0x7f) + 1,
    isSubsampled: steps.some(([x, y]) => x !== 1 || y !== 1),
  });
}

function codestreamStart(bytes: Uint8Array): number | undefined {
  const last = Math.min(bytes.length - 4, 4096);
  for (let at = 0; at <= last; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === 0x4f && bytes[at + 2] === 0xff && bytes[at + 3] === 0x51) return at;
  return undefined;
}
