import { decodeControl, encodeControl, splitChannel, withChannel } from '@consilium/shared/wire/channels.ts';
import { decodeFrame, encodeFrame, type Frame } from '@consilium/shared/wire/frames.ts';
import { line } from './stubbed-page.ts';

const nothing = new Uint8Array([0]);
const emptyUpdate = new Uint8Array([0, 0]);

/** The other end of the newest line of a stubbed page: what was asked for on it, and what a relay says. */
export function relayInHand() {
  const socket = line();
  const say = (channel: number, frame: Frame): void => socket.receive(withChannel(channel, encodeFrame(frame)));
  const asked = () =>
    socket.sent.flatMap((message) => {
      const parts = splitChannel(message);
      const control = parts.ok && parts.value[0] === 0 ? decodeControl(parts.value[1]) : undefined;
      return control?.ok ? [control.value] : [];
    });
  return {
    say,
    /** the controls the page has sent, oldest first */
    asked,
    /** the frames it has sent on a channel that the relay counts */
    counted: (channel: number): number =>
      socket.sent.filter((message) => {
        const parts = splitChannel(message);
        const frame = parts.ok && parts.value[0] === channel ? decodeFrame(parts.value[1], 'client') : undefined;
        return frame?.ok && (frame.value.type === 'step2' || frame.value.type === 'update');
      }).length,
    /** the newest channel of a document */
    channelOf: (document: string): number =>
      asked().findLast((control) => control.type === 'open' && control.document === document)?.channel ?? 0,
    opened: (channel: number): void => socket.receive(encodeControl({ type: 'opened', channel })),
    refused: (channel: number, reason: string): void => socket.receive(encodeControl({ type: 'refused', channel, reason })),
    /** opens a channel to an empty document and asks for what the page has of it */
    serve(channel: number): void {
      socket.receive(encodeControl({ type: 'opened', channel }));
      say(channel, { type: 'step1', stateVector: nothing });
      say(channel, { type: 'step2', update: emptyUpdate });
    },
    ack: (channel: number, count: number): void => say(channel, { type: 'ack', count, seq: count }),
  };
}
