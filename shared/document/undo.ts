import * as Y from 'yjs';
import { mapOf, roots } from './roots.ts';

/**
 * A person's own undo over one document: only what was applied with `origin`, never a colleague's work.
 * Covers geometry, label, attributes, relations, answers and decisions alike; each `applyOps` is one step.
 */
export function undoManagerOf(doc: Y.Doc, origin: unknown): Y.UndoManager {
  const scope = [roots.annotations, roots.relations, roots.answers, roots.decisions, roots.draft].map((root) =>
    mapOf(doc, root),
  );
  return new Y.UndoManager(scope, { trackedOrigins: new Set([origin]), captureTimeout: 0 });
}
