/**
 * WebSocket messages as they go over the wire (RFC 6455, server to client: binary, unmasked, unfragmented), so that one
 * buffer with all of a turn's messages is built once and written to every member.
 * @param channel put before each payload on a shared socket
 */
export function packMessages(payloads: readonly Uint8Array[], channel: number | undefined): Buffer {
  const prefix = channel === undefined ? noPrefix : varuint(channel);
  let size = 0;
  for (const payload of payloads) size += headerBytes(payload.length + prefix.length) + prefix.length + payload.length;
  const packed = Buffer.allocUnsafe(size);
  let at = 0;
  for (const payload of payloads) {
    at = writeHeader(packed, at, payload.length + prefix.length);
    packed.set(prefix, at);
    packed.set(payload, at + prefix.length);
    at += prefix.length + payload.length;
  }
  return packed;
}

const noPrefix: readonly number[] = [];
const binaryAndFinal = 0x82;

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHeader(packed: Buffer, at: number, length: number): number {
  packed[at] = binaryAndFinal;
  if (length < 126) {
    packed[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    packed[at + 1] = 126;
    packed.writeUInt16BE(length, at + 2);
    return at + 4;
  }
  packed[at + 1] = 127;
  packed.writeUInt32BE(0, at + 2);
  packed.writeUInt32BE(length, at + 6);
  return at + 10;
}

function varuint(number: number): number[] {
  const bytes: number[] = [];
  let left = number;
  while (left > 0x7f) {
    bytes.push(0x80 | (left & 0x7f));
    left = Math.floor(left / 128);
  }
  bytes.push(left);
  return bytes;
}
