import { failed, ok, type Result } from '../../../kernel/result.ts';
import { type HuffmanTable, huffmanTable, JpegBits } from './jpeg-bits.ts';
import { inverseTransform, zigzag } from './jpeg-transform.ts';

/** Samples of a decoded JPEG, interleaved, each `0 <= value < 2 ** precision`. */
export type SequentialJpeg = { readonly samples: Uint16Array; readonly precision: number; readonly components: number };

type Component = {
  id: number;
  h: number;
  v: number;
  table: number;
  dc: number;
  ac: number;
  predictor: number;
  stride: number;
  plane: Uint16Array;
};

type State = {
  bytes: Uint8Array;
  rows: number;
  columns: number;
  precision: number;
  components: Component[];
  hMax: number;
  vMax: number;
  quantisation: Int32Array[];
  huffman: Map<number, HuffmanTable>;
  restartInterval: number;
};

/**
 * Decodes Huffman sequential DCT JPEG of 8 to 12 bits (ITU-T T.81, SOF0 and SOF1): what libjpeg-turbo's 8-bit build
 * cannot. Written from the standard; within 1 of the IJG decoder. Callers have compared the size with the header.
 */
export function decodeSequentialJpeg(bytes: Uint8Array): Result<SequentialJpeg, string> {
  const quantisation = Array.from({ length: 4 }, () => new Int32Array(64));
  const state: State = {
    ...{ bytes, quantisation, rows: 0, columns: 0, precision: 0, components: [], hMax: 1, vMax: 1 },
    ...{ huffman: new Map(), restartInterval: 0 },
  };
  let at = 2;
  let scans = 0;
  while (at + 4 <= bytes.length && scans < 8) {
    if (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) break;
    if (marker >= 0xd0 && marker <= 0xd7) {
      at += 2;
      continue;
    }
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    const segment = bytes.subarray(at + 4, end);
    const problem = readSegment(state, marker, segment);
    if (problem) return failed(problem);
    at = end;
    if (marker !== 0xda) continue;
    const scan = decodeScan(state, segment, end);
    if (!scan.ok) return scan;
    at = scan.value;
    scans += 1;
  }
  if (scans === 0) return failed('The JPEG data has no scan.');
  return ok({ samples: assemble(state), precision: state.precision, components: state.components.length });
}

function readSegment(state: State, marker: number, segment: Uint8Array): string | undefined {
  if (marker === 0xdb) readQuantisation(state, segment);
  else if (marker === 0xc4) return readHuffman(state, segment);
  else if (marker === 0xdd) state.restartInterval = (segment[0] ?? 0) * 256 + (segment[1] ?? 0);
  else if (marker === 0xc0 || marker === 0xc1) return readFrame(state, segment);
  return undefined;
}

function readQuantisation(state: State, segment: Uint8Array): void {
  let at = 0;
  while (at < segment.length) {
    const wide = segment[at]! >> 4 !== 0;
    const table = state.quantisation[segment[at]! & 3]!;
    at += 1;
    for (let index = 0; index < 64; index++) {
      table[zigzag[index]!] = wide ? (segment[at] ?? 0) * 256 + (segment[at + 1] ?? 0) : (segment[at] ?? 0);
      at += wide ? 2 : 1;
    }
  }
}

function readHuffman(state: State, segment: Uint8Array): string | undefined {
  let at = 0;
  while (at + 17 <= segment.length) {
    const key = segment[at]!;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256 || at + 17 + total > segment.length) return 'A Huffman table of the JPEG data is damaged.';
    state.huffman.set(key, huffmanTable(counts, segment.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
  return undefined;
}

function readFrame(state: State, segment: Uint8Array): string | undefined {
  if (state.components.length > 0) return 'The JPEG data has two frame headers.';
  const [precision = 0, r1 = 0, r0 = 0, c1 = 0, c0 = 0, count = 0] = segment;
  Object.assign(state, { precision, rows: r1 * 256 + r0, columns: c1 * 256 + c0 });
  const ids = Array.from({ length: count }, (_, index) => segment.subarray(6 + index * 3, 9 + index * 3));
  const usable = ids.every((c) => c.length === 3 && [1, 2, 4].includes(c[1]! >> 4) && [1, 2, 4].includes(c[1]! & 15));
  if (!usable || count === 0 || count > 4 || precision > 12) return 'The frame header of the JPEG data is damaged.';
  state.hMax = Math.max(...ids.map((c) => c[1]! >> 4));
  state.vMax = Math.max(...ids.map((c) => c[1]! & 15));
  const [across, down] = mcuCounts(state);
  state.components = ids.map((c) => {
    const [h, v] = [c[1]! >> 4, c[1]! & 15];
    const [width, height] = [across * h * 8, down * v * 8];
    const plane = new Uint16Array(width * height);
    return { id: c[0]!, h, v, table: c[2]! & 3, dc: 0, ac: 0, predictor: 0, stride: width, plane };
  });
  return undefined;
}

const mcuCounts = (state: State): readonly [across: number, down: number] => [
  Math.ceil(state.columns / (8 * state.hMax)),
  Math.ceil(state.rows / (8 * state.vMax)),
];

/** @returns where the next marker is */
function decodeScan(state: State, segment: Uint8Array, start: number): Result<number, string> {
  const count = segment[0] ?? 0;
  const scanned: Component[] = [];
  for (let index = 0; index < count; index++) {
    const component = state.components.find(({ id }) => id === segment[1 + index * 2]);
    const tables = segment[2 + index * 2] ?? 0;
    if (!component || !state.huffman.has(tables >> 4) || !state.huffman.has(0x10 | (tables & 15)))
      return failed('A scan of the JPEG data names a component or table that is not there.');
    scanned.push(Object.assign(component, { dc: tables >> 4, ac: 0x10 | (tables & 15), predictor: 0 }));
  }
  const bits = new JpegBits(state.bytes, start);
  const single = scanned.length === 1 ? scanned[0] : undefined;
  const [across, down] = single ? blockCounts(state, single) : mcuCounts(state);
  for (let unit = 0; unit < across * down; unit++) {
    if (state.restartInterval > 0 && unit > 0 && unit % state.restartInterval === 0) {
      bits.restart();
      for (const component of scanned) component.predictor = 0;
    }
    const [x, y] = [unit % across, Math.floor(unit / across)];
    if (single) decodeBlock(state, single, bits, x, y);
    else for (const component of scanned) decodeUnit(state, component, bits, x, y);
  }
  return bits.exhausted ? failed('The JPEG data is cut short.') : ok(bits.position);
}

function blockCounts(state: State, { h, v }: Component): readonly [number, number] {
  return [
    Math.ceil(Math.ceil((state.columns * h) / state.hMax) / 8),
    Math.ceil(Math.ceil((state.rows * v) / state.vMax) / 8),
  ];
}

function decodeUnit(state: State, component: Component, bits: JpegBits, x: number, y: number): void {
  for (let v = 0; v < component.v; v++)
    for (let h = 0; h < component.h; h++) decodeBlock(state, component, bits, x * component.h + h, y * component.v + v);
}

const coefficients = new Int32Array(64);
const block = new Float64Array(64);

function decodeBlock(state: State, component: Component, bits: JpegBits, x: number, y: number): void {
  const quantisation = state.quantisation[component.table]!;
  coefficients.fill(0);
  component.predictor += bits.signed(bits.symbol(state.huffman.get(component.dc)!));
  coefficients[0] = component.predictor * quantisation[0]!;
  const ac = state.huffman.get(component.ac)!;
  for (let index = 1; index < 64; index++) {
    const symbol = bits.symbol(ac);
    const size = symbol & 15;
    if (size === 0 && symbol !== 0xf0) break;
    index += symbol >> 4;
    if (index > 63) break;
    if (size > 0) coefficients[zigzag[index]!] = bits.signed(size) * quantisation[zigzag[index]!]!;
  }
  inverseTransform(coefficients, block);
  const [middle, largest] = [2 ** (state.precision - 1), 2 ** state.precision - 1];
  for (let index = 0; index < 64; index++) {
    const value = Math.round(block[index]! + middle);
    const place = (y * 8 + (index >> 3)) * component.stride + x * 8 + (index & 7);
    component.plane[place] = Math.max(0, Math.min(value, largest));
  }
}

function assemble(state: State): Uint16Array {
  const { rows, columns, components } = state;
  const out = new Uint16Array(rows * columns * components.length);
  components.forEach(({ h, v, stride, plane }, sample) => {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        out[(row * columns + column) * components.length + sample] =
          plane[Math.floor((row * v) / state.vMax) * stride + Math.floor((column * h) / state.hMax)]!;
  });
  return out;
}
