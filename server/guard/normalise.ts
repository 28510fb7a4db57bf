import * as Y from 'yjs';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { encodeUpdate } from './encode.ts';
import type { DocumentIndex } from './document-index.ts';
import { scan, type ScanError, type Section, type Summary } from './scan.ts';

/**
 * Scans an update and takes out every struct (or first part of one) that the document already has, so that whatever is
 * judged, stored and forwarded later is new (GUARD6). A known struct with forged origins therefore reaches nobody.
 */
export function scanNew(update: Uint8Array, index: DocumentIndex): Result<Summary, ScanError> {
  const scanned = scan(update);
  if (!scanned.ok || !scanned.value.sections.some((section) => isKnown(section, index))) return scanned;
  return withoutKnown(scanned.value, index);
}

const isKnown = (section: Section, index: DocumentIndex): boolean => section.clock < index.endOf(section.client);

function withoutKnown(summary: Summary, index: DocumentIndex): Result<Summary, ScanError> {
  const { sections } = summary;
  if (sections.every((section) => section.endClock <= index.endOf(section.client))) {
    const deletesOnly = { ...summary, sections: [] };
    return ok({ ...deletesOnly, update: encodeUpdate(deletesOnly, summary.deletes) });
  }
  const state = new Map(sections.map((section) => [section.client, index.endOf(section.client)]));
  try {
    return scan(Y.diffUpdate(summary.update, Y.encodeStateVector(state)));
  } catch {
    return failed({ type: 'malformed', reason: 'diff' }); // what Yjs cannot take apart is not an update
  }
}
