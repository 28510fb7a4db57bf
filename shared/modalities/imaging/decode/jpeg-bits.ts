/** Codes of one Huffman table in the form of T.81 F.2.2.3: by length, the first code, the last and where values start. */
export type HuffmanTable = {
  readonly last: Int32Array;
  readonly first: Int32Array;
  readonly offset: Int32Array;
  readonly values: Uint8Array;
};

/** @param counts how many codes have 1, 2, ... 16 bits */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable {
  const [last, first, offset] = [new Int32Array(17).fill(-1), new Int32Array(17), new Int32Array(17)];
  let [code, at] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    if (count > 0) {
      offset[length] = at;
      first[length] = code;
      at += count;
      code += count;
      last[length] = code - 1;
    }
    code <<= 1;
  }
  return { last, first, offset, values };
}

/** Bits of an entropy-coded segment, unstuffed; past a marker or the end it gives zeros, so that reading always ends. */
export class JpegBits {
  position: number;
  /** More than a block's worth of bits was read past the end of the data. */
  exhausted = false;
  private readonly bytes: Uint8Array;
  private current = 0;
  private left = 0;
  private borrowed = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.position = start;
  }

  /** Next Huffman symbol; 0 where the bits are no code. */
  symbol(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length++) {
      code = (code << 1) | this.bit();
      if (code <= table.last[length]!) return table.values[table.offset[length]! + code - table.first[length]!] ?? 0;
    }
    return 0;
  }

  /** `size` bits as a signed difference (T.81 F.2.2.1, EXTEND). */
  signed(size: number): number {
    const bits = Math.min(size, 16);
    let value = 0;
    for (let index = 0; index < bits; index++) value = (value << 1) | this.bit();
    return bits > 0 && value < 2 ** (bits - 1) ? value - 2 ** bits + 1 : value;
  }

  /** Drops what is left of the byte and goes past the next restart marker. */
  restart(): void {
    this.left = 0;
    const { bytes } = this;
    while (this.position + 1 < bytes.length && !(bytes[this.position] === 0xff && isMarker(bytes[this.position + 1]!)))
      this.position += 1;
    const marker = bytes[this.position + 1] ?? 0;
    if (marker >= 0xd0 && marker <= 0xd7) this.position += 2;
  }

  private bit(): number {
    if (this.left === 0) this.fill();
    this.left -= 1;
    return (this.current >> this.left) & 1;
  }

  private fill(): void {
    const byte = this.bytes[this.position];
    const atMarker = byte === 0xff && this.bytes[this.position + 1] !== 0;
    this.left = 8;
    if (byte === undefined || atMarker) {
      this.current = 0;
      this.borrowed += 1;
      if (this.borrowed > 64) this.exhausted = true;
      return;
    }
    this.current = byte;
    this.position += byte === 0xff ? 2 : 1;
  }
}

const isMarker = (byte: number): boolean => byte !== 0 && byte !== 0xff;
