/** The Emscripten glue ships no types; these are the few members used, the same in all four codecs. */
declare module '*codec-glue' {
  type FrameInfo = {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned?: boolean;
  };
  export interface WasmDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    /** A view into the WASM heap: copy it. */
    getDecodedBuffer(): Uint8Array;
    getFrameInfo(): FrameInfo;
    getInterleaveMode?(): number;
    delete(): void;
  }
  export type WasmModule = Readonly<Record<string, new () => WasmDecoder>>;
  export type WasmFactory = (options: {
    wasmBinary?: Uint8Array;
    locateFile?: (path: string) => string;
    print?: (text: string) => void;
    printErr?: (text: string) => void;
  }) => Promise<WasmModule>;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: import('*codec-glue').WasmFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: import('*codec-glue').WasmFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: import('*codec-glue').WasmFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: import('*codec-glue').WasmFactory;
  export default factory;
}
