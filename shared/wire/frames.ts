import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { failed, ok, type Result } from '../kernel/result.ts';

/** Rises when an old client could misread a new server; the floor is the oldest version the server still speaks (WIRE9). */
export const wireVersion = 1;
export const wireFloor = 1;

/** First varuint of a frame. 0 to 3 are y-websocket's own, the rest are additional and a stock client may ignore them. */
export const frameType = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  hello: 100,
  ack: 101,
  rejected: 102,
  reset: 103,
} as const;

export const syncType = { step1: 0, step2: 1, update: 2 } as const;

/** One frame as either side reads it. Byte arrays are views into the frame that was read. */
export type Frame =
  | { readonly type: 'step1'; readonly stateVector: Uint8Array }
  | { readonly type: 'step2'; readonly update: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'awareness'; readonly update: Uint8Array }
  | { readonly type: 'denied'; readonly reason: string }
  | { readonly type: 'queryAwareness' }
  | { readonly type: 'hello'; readonly wire: number; readonly schema: number; readonly clientId: number }
  | {
      readonly type: 'welcome';
      readonly wire: number;
      readonly schema: number;
      readonly clientId: number;
      readonly mayWrite: boolean;
    }
  | { readonly type: 'unwelcome'; readonly wire: number; readonly schema: number; readonly reason: string }
  | { readonly type: 'ack'; readonly count: number; readonly seq: number }
  | { readonly type: 'rejected'; readonly ordinal: number; readonly hash: Uint8Array; readonly reason: string }
  | { readonly type: 'reset'; readonly reason: string };

export type FrameError = { readonly type: 'MalformedFrame'; readonly reason: string };

/** Which side wrote the frame: `hello` is answered by `welcome` or `unwelcome` under the same number. */
export type Sender = 'client' | 'server';

/** Writes a frame; a hello's answer is `welcome` or `unwelcome`. */
export function encodeFrame(frame: Frame): Uint8Array {
  const encoder = encoding.createEncoder();
  writeFrame(encoder, frame);
  return encoding.toUint8Array(encoder);
}

export function writeFrame(encoder: encoding.Encoder, frame: Frame): void {
  switch (frame.type) {
    case 'step1':
      return writeSync(encoder, syncType.step1, frame.stateVector);
    case 'step2':
      return writeSync(encoder, syncType.step2, frame.update);
    case 'update':
      return writeSync(encoder, syncType.update, frame.update);
    case 'awareness':
      encoding.writeVarUint(encoder, frameType.awareness);
      return encoding.writeVarUint8Array(encoder, frame.update);
    case 'denied':
      encoding.writeVarUint(encoder, frameType.auth);
      encoding.writeVarUint(encoder, 0);
      return encoding.writeVarString(encoder, frame.reason);
    case 'queryAwareness':
      return encoding.writeVarUint(encoder, frameType.queryAwareness);
    default:
      return writeAdditional(encoder, frame);
  }
}

type Additional = Extract<Frame, { type: 'hello' | 'welcome' | 'unwelcome' | 'ack' | 'rejected' | 'reset' }>;

function writeAdditional(encoder: encoding.Encoder, frame: Additional): void {
  switch (frame.type) {
    case 'hello':
      writeNumbers(encoder, frameType.hello, frame.wire, frame.schema, frame.clientId);
      return;
    case 'welcome':
      writeNumbers(encoder, frameType.hello, frame.wire, frame.schema, 1, frame.clientId, Number(frame.mayWrite));
      return;
    case 'unwelcome':
      writeNumbers(encoder, frameType.hello, frame.wire, frame.schema, 0);
      return encoding.writeVarString(encoder, frame.reason);
    case 'ack':
      writeNumbers(encoder, frameType.ack, frame.count, frame.seq);
      return;
    case 'rejected':
      writeNumbers(encoder, frameType.rejected, frame.ordinal);
      encoding.writeVarUint8Array(encoder, frame.hash);
      return encoding.writeVarString(encoder, frame.reason);
    case 'reset':
      writeNumbers(encoder, frameType.reset);
      return encoding.writeVarString(encoder, frame.reason);
  }
}

function writeSync(encoder: encoding.Encoder, step: number, bytes: Uint8Array): void {
  writeNumbers(encoder, frameType.sync, step);
  encoding.writeVarUint8Array(encoder, bytes);
}

function writeNumbers(encoder: encoding.Encoder, ...numbers: number[]): void {
  for (const number of numbers) encoding.writeVarUint(encoder, number);
}

/** Reads one whole frame; anything malformed, unknown or with bytes left over is an error, never an exception. */
export function decodeFrame(bytes: Uint8Array, from: Sender): Result<Frame, FrameError> {
  const decoder = decoding.createDecoder(bytes);
  try {
    const frame = readFrame(decoder, from);
    if (frame === undefined) return malformed('unknown frame type');
    return decoding.hasContent(decoder) ? malformed('bytes left over') : ok(frame);
  } catch {
    return malformed('frame ends early'); // lib0 throws on short or oversized input
  }
}

const malformed = (reason: string) => failed<FrameError>({ type: 'MalformedFrame', reason });

function readFrame(decoder: decoding.Decoder, from: Sender): Frame | undefined {
  switch (decoding.readVarUint(decoder)) {
    case frameType.sync:
      return readSync(decoder);
    case frameType.awareness:
      return { type: 'awareness', update: readBytes(decoder) };
    case frameType.auth:
      decoding.readVarUint(decoder);
      return { type: 'denied', reason: decoding.readVarString(decoder) };
    case frameType.queryAwareness:
      return { type: 'queryAwareness' };
    case frameType.hello:
      return from === 'client' ? readHello(decoder) : readWelcome(decoder);
    case frameType.ack:
      return { type: 'ack', count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
    case frameType.rejected:
      return {
        type: 'rejected',
        ordinal: decoding.readVarUint(decoder),
        hash: readBytes(decoder),
        reason: decoding.readVarString(decoder),
      };
    case frameType.reset:
      return { type: 'reset', reason: decoding.readVarString(decoder) };
    default:
      return undefined;
  }
}

function readSync(decoder: decoding.Decoder): Frame | undefined {
  const step = decoding.readVarUint(decoder);
  if (step === syncType.step1) return { type: 'step1', stateVector: readBytes(decoder) };
  if (step === syncType.step2) return { type: 'step2', update: readBytes(decoder) };
  return step === syncType.update ? { type: 'update', update: readBytes(decoder) } : undefined;
}

function readHello(decoder: decoding.Decoder): Frame {
  const wire = decoding.readVarUint(decoder);
  return { type: 'hello', wire, schema: decoding.readVarUint(decoder), clientId: decoding.readVarUint(decoder) };
}

function readWelcome(decoder: decoding.Decoder): Frame {
  const wire = decoding.readVarUint(decoder);
  const schema = decoding.readVarUint(decoder);
  if (decoding.readVarUint(decoder) === 0)
    return { type: 'unwelcome', wire, schema, reason: decoding.readVarString(decoder) };
  const clientId = decoding.readVarUint(decoder);
  return { type: 'welcome', wire, schema, clientId, mayWrite: decoding.readVarUint(decoder) === 1 };
}

/** lib0 would make a view past the end of a short frame throw only late; the length is checked first. */
function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder);
  if (length > decoder.arr.length - decoder.pos) throw new Error('frame ends early');
  return decoding.readUint8Array(decoder, length);
}
