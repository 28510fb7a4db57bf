import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type CodecName, configureCodecs } from '@consilium/shared/modalities/imaging/decode/codecs.ts';

const require = createRequire(import.meta.resolve('@consilium/shared/modalities/imaging/decode/codecs.ts'));

const wasmFiles: Readonly<Record<CodecName, string>> = {
  charls: '@cornerstonejs/codec-charls/decodewasm',
  'libjpeg-turbo': '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
};

/**
 * Lets Node decode compressed images with the WASM files of the installed packages. The glue sets process-wide handlers
 * that would turn any stray rejection into an exit; they are taken off again.
 */
export function useInstalledCodecs(): void {
  configureCodecs({
    locate: async (name) => new Uint8Array(await readFile(require.resolve(wasmFiles[name]))),
    around: withoutNewListeners,
  });
}

async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const errors = new Set(process.listeners('uncaughtException'));
  const rejections = new Set(process.listeners('unhandledRejection'));
  try {
    return await start();
  } finally {
    for (const added of process.listeners('uncaughtException'))
      if (!errors.has(added)) process.off('uncaughtException', added);
    for (const added of process.listeners('unhandledRejection'))
      if (!rejections.has(added)) process.off('unhandledRejection', added);
  }
}
