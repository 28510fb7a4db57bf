import type { WasmFactory, WasmModule } from '*codec-glue';
import { failed, ok, type Result } from '../../../kernel/result.ts';

/** The WASM codecs; each is fetched only when an image needs it. */
export type CodecName = 'charls' | 'libjpeg-turbo' | 'openjpeg' | 'openjph';

/** Where a codec's WASM is: a URL (browser) or its bytes (Node). */
export type CodecFiles = {
  readonly locate: (name: CodecName) => string | Uint8Array | Promise<Uint8Array>;
  /** Surrounds the start of a codec, for a host that must undo what the glue does to it (Node: process listeners). */
  readonly around?: <T>(start: () => Promise<T>) => Promise<T>;
};

/** A frame as a codec gave it: its own copy of the bytes, one or two (little endian) a sample. */
export type CodecFrame = {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly components: number;
  /** 0 where the codec hands out planes (JPEG-LS only). */
  readonly interleaveMode: number | undefined;
};

let files: CodecFiles | undefined;
const loaded = new Map<CodecName, Promise<WasmModule>>();

/** Says where the WASM files are; without it the glue looks beside itself. Call once, before the first decode. */
export function configureCodecs(where: CodecFiles): void {
  files = where;
  loaded.clear();
}

/**
 * Decompresses one codestream. Each frame has a decoder of its own, and a codec that failed is loaded anew for the next
 * frame, because a WASM instance that trapped keeps broken memory.
 */
export async function decodeWith(name: CodecName, bytes: Uint8Array): Promise<Result<CodecFrame, string>> {
  try {
    const module = await load(name);
    return ok(runDecoder(module, decoderNames[name], bytes));
  } catch (error) {
    loaded.delete(name);
    return failed(`The ${titles[name]} data cannot be decoded${error instanceof Error ? `: ${error.message}` : ''}.`);
  }
}

function runDecoder(module: WasmModule, decoderName: string, bytes: Uint8Array): CodecFrame {
  const Decoder = module[decoderName];
  if (!Decoder) throw new Error(`the codec has no ${decoderName}`);
  const decoder = new Decoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const interleaveMode = decoder.getInterleaveMode?.();
    const view = decoder.getDecodedBuffer(); // of whatever element type the codec likes
    const copy = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
    return { bytes: copy, width, height, bitsPerSample, components: componentCount, interleaveMode };
  } finally {
    decoder.delete();
  }
}

function load(name: CodecName): Promise<WasmModule> {
  const known = loaded.get(name);
  if (known) return known;
  const loading = files?.around ? files.around(() => instantiate(name)) : instantiate(name);
  loaded.set(name, loading);
  return loading;
}

async function instantiate(name: CodecName): Promise<WasmModule> {
  const [{ default: factory }, file] = await Promise.all([glues[name](), files?.locate(name)]);
  const silent = { print: () => {}, printErr: () => {} };
  if (file === undefined) return factory(silent);
  if (typeof file !== 'string') return factory({ ...silent, wasmBinary: file });
  return factory({ ...silent, locateFile: (path) => (path.endsWith('.wasm') ? file : path) });
}

const glues: Readonly<Record<CodecName, () => Promise<{ default: WasmFactory }>>> = {
  charls: () => import('@cornerstonejs/codec-charls/decodewasmjs'),
  'libjpeg-turbo': () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
  openjpeg: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  openjph: () => import('@cornerstonejs/codec-openjph/wasmjs'),
};

const decoderNames: Readonly<Record<CodecName, string>> = {
  charls: 'JpegLSDecoder',
  'libjpeg-turbo': 'JPEGDecoder',
  openjpeg: 'J2KDecoder',
  openjph: 'HTJ2KDecoder',
};

const titles: Readonly<Record<CodecName, string>> = {
  charls: 'JPEG-LS',
  'libjpeg-turbo': 'JPEG',
  openjpeg: 'JPEG 2000',
  openjph: 'HTJ2K',
};
