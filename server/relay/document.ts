import * as Y from 'yjs';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { DocumentIndex } from '../guard/document-index.ts';
import { scanNew } from '../guard/normalise.ts';
import { addToIndex, place } from '../guard/place.ts';
import { scanStored, type Summary } from '../guard/scan.ts';
import type { StoredDocument, UpdateLog } from '../log/port.ts';
import { Content } from './content.ts';
import { Growth } from './growth.ts';

/** What is open of a document: `index` with everything admitted, `content` with what of it is durable. */
export interface LoadedDocument {
  readonly index: DocumentIndex;
  readonly content: Content;
  readonly head: number;
  readonly isFrozen: boolean;
  readonly owners: Map<number, string>;
  readonly growth: Growth;
}

/** Reads a document from the log. Throws when the log cannot be read: an empty document is never served for a full one. */
export async function loadDocument(log: UpdateLog, name: DocumentName): Promise<LoadedDocument> {
  const [stored, owners] = await Promise.all([log.load(name), log.clientOwners(name)]);
  const { head, isFrozen, updates } = stored;
  return {
    ...opened(stored, Number.POSITIVE_INFINITY),
    head,
    isFrozen,
    owners: new Map(owners),
    growth: new Growth(updates.map(({ update }) => update)),
  };
}

interface Opened {
  readonly index: DocumentIndex;
  readonly content: Content;
}

/** Index and content in one pass over what the log holds. */
function opened(stored: StoredDocument, until: number): Opened {
  const updates = stored.updates.filter(({ seq }) => seq <= until).map(({ update }) => update);
  const document = empty();
  if (stored.snapshot !== undefined) takeSnapshot(document, stored.snapshot);
  for (const update of updates) takeFitting(document, update);
  return document;
}

const empty = (): Opened => ({ index: new DocumentIndex(), content: new Content() });

function takeSnapshot(document: Opened, snapshot: Uint8Array): void {
  const scanned = scanStored(snapshot);
  const summary = scanned.ok ? scanned.value : readStored(withoutPending(snapshot));
  addStored(document.index, summary);
  document.content.add(summary);
}

/**
 * Takes in a logged update as it was taken in when it was admitted: what is known by then is cut off (two relays may have
 * logged the same), and what does not fit is left out. That is an append which followed a failed one that it builds on; it
 * was neither acknowledged nor shown, and its author sends it again.
 */
function takeFitting(document: Opened, update: Uint8Array): void {
  const summary = newPart(readStored(update), document.index);
  const placed = summary === undefined ? undefined : place(summary, document.index);
  if (summary === undefined || placed?.ok !== true) return;
  addToIndex(document.index, summary, placed.value);
  document.content.add(summary);
}

function newPart(summary: Summary, index: DocumentIndex): Summary | undefined {
  if (summary.sections.every((section) => section.clock >= index.endOf(section.client))) return summary;
  const rest = scanNew(summary.update, index);
  return rest.ok ? rest.value : undefined;
}

/** A snapshot that was folded with something pending, through a Y.Doc. */
function withoutPending(snapshot: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, snapshot);
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  const merged = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return merged;
}

/** The bytes of a stored document, merged. @param until leaves out updates with a greater sequence */
export function contentOf(stored: StoredDocument, until: number): Content {
  return opened(stored, until).content;
}

export function readStored(update: Uint8Array): Summary {
  const summary = scanStored(update);
  if (!summary.ok) throw new Error(`log: an update does not scan: ${JSON.stringify(summary.error)}`);
  return summary.value;
}

/** Takes in what the log holds without judging it. */
export function addStored(index: DocumentIndex, summary: Summary): void {
  const placed = place(summary, index);
  if (!placed.ok) throw new Error(`log: an update does not fit: ${JSON.stringify(placed.error)}`);
  addToIndex(index, summary, placed.value);
}
