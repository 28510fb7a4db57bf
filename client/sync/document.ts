import { readComments } from '@consilium/shared/document/comments.ts';
import type { DocumentValues } from '@consilium/shared/document/read.ts';
import type { roots } from '@consilium/shared/document/roots.ts';
import { watchDocument } from '@consilium/shared/document/watch.ts';
import type { Comment } from '@consilium/shared/domain/comment.ts';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { openDocument, openNow } from './documents.ts';
import type { OpenDocument } from './open-document.ts';
import { saveFacts } from './save-facts.ts';
import { followAwareness, followMap, followRead, type RemoteState, toldAfterPaint } from './follow.ts';

export type { DocumentAccess, OpenDocument } from './open-document.ts';
export type { RemoteState } from './follow.ts';

/** Opens a document, keeps it on this device, syncs it over the one socket, and lets go of it at unmount. `undefined` name: nothing. */
export function useDocument(name: string | undefined): OpenDocument | undefined {
  const [document, setDocument] = useState(() => (name === undefined ? undefined : openNow(name)));
  useEffect(() => {
    if (name === undefined) return setDocument(undefined);
    const held = openDocument(name);
    const update = () => setDocument(held.current());
    update();
    const stop = held.subscribe(update);
    return () => {
      stop();
      held.release();
    };
  }, [name]);
  return document?.name === name ? document : undefined;
}

const emptyValues: DocumentValues = { annotations: [], relations: [], answers: {}, unreadable: [] };
const nothingToFollow = { current: () => undefined, subscribe: () => () => undefined };

/** Annotations, relations and answers, following every change (PAINT5); unchanged annotations stay the same objects. */
export function useValues(document: OpenDocument | undefined): DocumentValues {
  const doc = document?.doc;
  const watched = useMemo(() => (doc ? watchDocument(doc) : undefined), [doc]);
  useEffect(() => () => watched?.stop(), [watched]);
  const source = useMemo(() => (watched ? toldAfterPaint(watched) : nothingToFollow), [watched]);
  return useSyncExternalStore(source.subscribe, source.current) ?? emptyValues;
}

const noComments: Comment[] = [];

/** All comments of a document, oldest first. */
export function useComments(document: OpenDocument | undefined): Comment[] {
  const doc = document?.doc;
  const source = useMemo(
    () => (doc ? followRead(doc.getMap('comments'), () => readComments(doc)) : nothingToFollow),
    [doc],
  );
  return useSyncExternalStore(source.subscribe, source.current) ?? noComments;
}

const noMarks: ReadonlySet<string> = new Set();

/** Where work waits for a server: the annotations that do, by id (WAIT1). Nothing on a line that works, where each waits for a moment only. */
export function useWaitingMarks(document: OpenDocument | undefined): ReadonlySet<string> {
  const isAway = useSyncExternalStore(saveFacts.subscribe, isWithoutServer);
  const source = (isAway ? document?.waitingMarks : undefined) ?? nothingToFollow;
  return useSyncExternalStore<ReadonlySet<string> | undefined>(source.subscribe, source.current) ?? noMarks;
}

const isWithoutServer = (): boolean => ['offline', 'at risk'].includes(saveFacts.state().type);

const emptyMap: Readonly<Record<string, unknown>> = {};

/** One root map as plain values by key. */
export function useMap(
  document: OpenDocument | undefined,
  root: (typeof roots)[keyof typeof roots],
): Readonly<Record<string, unknown>> {
  const doc = document?.doc;
  const source = useMemo(() => (doc ? followMap(doc, root) : nothingToFollow), [doc, root]);
  return useSyncExternalStore(source.subscribe, source.current) ?? emptyMap;
}

const nobody: readonly RemoteState[] = [];

/** Everybody else present in the document, as the server named them. */
export function useAwareness(document: OpenDocument | undefined): readonly RemoteState[] {
  const awareness = document?.awareness;
  const source = useMemo(() => (awareness ? followAwareness(awareness) : nothingToFollow), [awareness]);
  return useSyncExternalStore(source.subscribe, source.current) ?? nobody;
}
