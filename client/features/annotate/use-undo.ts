import { useEffect, useMemo, useState } from 'react';
import type { OpenDocument } from '../../sync/document.ts';
import { tellAfterPaint } from '../../ui/paint-first.ts';

export interface Undo {
  readonly run: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** This person's own undo over the document, and whether there is anything to undo. */
export function useUndo(document: OpenDocument | undefined, isReadOnly: boolean): Undo {
  const manager = document?.undo;
  const [can, setCan] = useState({ undo: false, redo: false });
  useEffect(() => {
    if (!manager) return setCan({ undo: false, redo: false });
    const look = (): void => setCan((now) => {
      const next = { undo: manager.undoStack.length > 0, redo: manager.redoStack.length > 0 };
      return now.undo === next.undo && now.redo === next.redo ? now : next;
    });
    const tell = (): void => tellAfterPaint(look);
    look();
    const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;
    for (const event of events) manager.on(event, tell);
    return () => {
      for (const event of events) manager.off(event, tell);
    };
  }, [manager]);
  return useMemo(
    () => ({ run: () => void (isReadOnly || manager?.undo()), redo: () => void (isReadOnly || manager?.redo()), canUndo: can.undo && !isReadOnly, canRedo: can.redo && !isReadOnly }),
    [manager, isReadOnly, can],
  );
}
