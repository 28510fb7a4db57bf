import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { ImageFile } from '@consilium/shared/modalities/imaging/decode/image.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import type { TextMeta } from '@consilium/shared/modalities/text/meta.ts';
import { useInstalledCodecs } from './codec-files.ts';
import { readText } from './read-text.ts';
import { isStandoff } from './standoff.ts';

/** What a file was found to be. */
export type Recognised =
  | { readonly modality: 'imaging'; readonly mediaType: string; readonly image: ImageFile }
  | { readonly modality: 'text'; readonly mediaType: string; readonly meta: TextMeta };

const mediaTypes = { dicom: 'application/dicom', png: 'image/png', jpeg: 'image/jpeg' } as const;

/**
 * Tells by content what a file is, and whether it can be shown: of an image the header and its first and last frame.
 * @returns or why not, in a sentence for the person who imports it
 */
export async function recognise(bytes: Uint8Array, name: string): Promise<Result<Recognised, string>> {
  useCodecsOnce();
  const image = parseImage(bytes, name);
  if (image.ok) {
    const fault = await whyNotShown(image.value);
    return fault === undefined ? ok({ modality: 'imaging', mediaType: mediaTypes[image.value.kind], image: image.value }) : failed(fault);
  }
  if (image.error.type !== 'NotAnImage') return failed(image.error.message);
  if (bytes.length === 0 && !isStandoff(name)) return failed('The file is empty.');
  if (!/\.(txt|md|ann)$/i.test(name)) return failed('The file is none of DICOM, PNG, JPEG, a plain text note named .txt or .md, nor brat annotations named .ann.');
  const text = readText(bytes);
  return text.ok ? ok({ modality: 'text', mediaType: 'text/plain; charset=utf-8', meta: text.value }) : text;
}

async function whyNotShown(image: ImageFile): Promise<string | undefined> {
  for (const index of new Set([0, image.frames - 1])) {
    const frame = await image.decodeFrame(index);
    if (!frame.ok) return frame.error.message;
    if (frame.value.missingBytes > 0) return `The file is cut short: frame ${index + 1} of ${image.frames} lacks ${frame.value.missingBytes} bytes. Copy it again from its source.`;
  }
  return undefined;
}

let isConfigured = false;
function useCodecsOnce(): void {
  if (!isConfigured) useInstalledCodecs();
  isConfigured = true;
}
