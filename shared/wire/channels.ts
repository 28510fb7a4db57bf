import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { failed, ok, type Result } from '../kernel/result.ts';
import type { FrameError } from './frames.ts';

/** On the shared socket every message begins with a channel; this one carries control messages (WIRE7). */
export const controlChannel = 0;

/** Channels a client may hold open at once on one socket. */
export const maxChannels = 256;

export type Control =
  | { readonly type: 'open'; readonly channel: number; readonly document: string }
  | { readonly type: 'opened'; readonly channel: number }
  | { readonly type: 'refused'; readonly channel: number; readonly reason: string }
  | { readonly type: 'close'; readonly channel: number };

const controlTypes = ['open', 'opened', 'refused', 'close'] as const;

/** Writes a control message, channel 0 included. */
export function encodeControl(control: Control): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, controlChannel);
  encoding.writeVarUint(encoder, controlTypes.indexOf(control.type));
  encoding.writeVarUint(encoder, control.channel);
  if (control.type === 'open') encoding.writeVarString(encoder, control.document);
  if (control.type === 'refused') encoding.writeVarString(encoder, control.reason);
  return encoding.toUint8Array(encoder);
}

/** Reads a control message from the bytes after the channel prefix. */
export function decodeControl(bytes: Uint8Array): Result<Control, FrameError> {
  const decoder = decoding.createDecoder(bytes);
  try {
    const type = controlTypes[decoding.readVarUint(decoder)];
    const channel = decoding.readVarUint(decoder);
    const control = readControl(decoder, type, channel);
    if (control !== undefined && !decoding.hasContent(decoder)) return ok(control);
  } catch {
    // lib0 throws on short input; answered below like every other malformed message
  }
  return failed({ type: 'MalformedFrame', reason: 'control message' });
}

function readControl(
  decoder: decoding.Decoder,
  type: (typeof controlTypes)[number] | undefined,
  channel: number,
): Control | undefined {
  switch (type) {
    case 'open':
      return { type, channel, document: decoding.readVarString(decoder) };
    case 'refused':
      return { type, channel, reason: decoding.readVarString(decoder) };
    case 'opened':
    case 'close':
      return { type, channel };
    case undefined:
      return undefined;
  }
}

/** A message of the shared socket taken apart: `[channel, the frame or control message after it]`. */
export function splitChannel(message: Uint8Array): Result<readonly [number, Uint8Array], FrameError> {
  const decoder = decoding.createDecoder(message);
  try {
    const channel = decoding.readVarUint(decoder);
    return ok([channel, message.subarray(decoder.pos)]);
  } catch {
    return failed({ type: 'MalformedFrame', reason: 'channel' });
  }
}

/** A frame for a channel of the shared socket. */
export function withChannel(channel: number, frame: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, channel);
  encoding.writeUint8Array(encoder, frame);
  return encoding.toUint8Array(encoder);
}
