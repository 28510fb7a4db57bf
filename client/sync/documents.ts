import * as Y from 'yjs';
import { thisDevice } from './device.ts';
import type { Followed } from './follow.ts';
import { LiveDocument } from './live-document.ts';
import type { OpenDocument } from './open-document.ts';
import { saveFacts } from './save-facts.ts';

export interface HeldDocument extends Followed<OpenDocument> {
  release(): void;
}

const live = new Map<string, { readonly document: LiveDocument; holders: number }>();

/** What nobody holds stays open this long, so that going back is at once and the last edits are acknowledged. */
const lingerMs = 5_000;

/**
 * Opens a document or joins whoever has it open in this tab already.
 * @param isBehind only its changes are to be sent, nobody looks at it: it leaves room on the line, and goes as soon as it is let go of
 */
export function openDocument(name: string, isBehind = false): HeldDocument {
  const entry = live.get(name) ?? { document: new LiveDocument(name, thisDevice(), isBehind), holders: 0 };
  live.set(name, entry);
  if (!isBehind) entry.document.hurry();
  entry.holders += 1;
  let isHeld = true;
  return {
    current: entry.document.current,
    subscribe: entry.document.subscribe,
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      entry.holders -= 1;
      if (entry.holders > 0) return;
      if (isBehind) letGo(name);
      else setTimeout(() => letGo(name), lingerMs);
    },
  };
}

/** A document that this tab has open already, as it is now. */
export const openNow = (name: string): OpenDocument | undefined => live.get(name)?.document.current();

export const isOpen = (name: string): boolean => live.has(name);

/** The whole state of every open document. */
export const liveUpdates = (): readonly { document: string; update: Uint8Array }[] =>
  [...live].map(([document, entry]) => ({ document, update: Y.encodeStateAsUpdate(entry.document.current().doc) }));

function letGo(name: string): void {
  const entry = live.get(name);
  if (entry === undefined || entry.holders > 0) return;
  const isBeingSent = entry.document.waiting > 0 && saveFacts.facts().link.type === 'open';
  if (isBeingSent || entry.document.isBusy || thisDevice().waiting.unkeptOf(name) > 0)
    return void setTimeout(() => letGo(name), lingerMs);
  live.delete(name);
  entry.document.destroy();
}
