import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import type { AttributeId, ItemId, UserId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import type { DocumentValues } from '@consilium/shared/document/read.ts';
import { type OpenDocument, useDocument, useValues } from '../../sync/document.ts';
import { useMemo } from 'react';
import type { Case } from './use-case.ts';

export interface Reading {
  /** what is drawn in: the own reading, or the shared item where the round is open */
  readonly document: OpenDocument | undefined;
  readonly values: DocumentValues;
  /** the own reading, which is what is submitted */
  readonly own: OpenDocument | undefined;
  readonly discussion: OpenDocument | undefined;
  readonly isShared: boolean;
  readonly isReadOnly: boolean;
}

/** The documents of a case: the reading and its discussion while it is under way, the consensus and its discussion after the reveal. */
export function useReading({ item, me, newer }: Case): Reading {
  const ids = { item: item.id as ItemId, annotator: me.user.id as UserId }; // ids from the server are ids
  const isRevealed = item.phase === 'revealed' || item.phase === 'signed';
  const isMine = item.mine !== null && item.mine.state !== 'returned';
  const isShared = item.blinding === 'open';
  const own = useDocument(isMine ? documentName({ type: 'reading', ...ids }) : undefined);
  const shared = useDocument(isShared ? documentName({ type: 'item', item: ids.item }) : undefined);
  const discussion = useDocument(isRevealed ? documentName({ type: 'consensus', item: ids.item }) : isMine ? documentName({ type: 'discussion', ...ids }) : undefined);
  const document = isShared ? shared : own;
  const values = useValues(document);
  const isOver = isRevealed || item.phase === 'compared' || item.mine?.state === 'submitted';
  const isClosed = document?.access === 'read' || document?.access === 'refused';
  const isReadOnly = isOver || isClosed || document === undefined || newer !== undefined;
  return useMemo(() => ({ document, values, own, discussion, isShared, isReadOnly }), [document, values, own, discussion, isShared, isReadOnly]);
}

/**
 * Makes the own reading hold what the shared document does, for handing in what was written together. A removed annotation's id cannot
 * come back, so only what changed is touched.
 */
export function copyingOps(from: ReadingValues, to: ReadingValues): readonly Op[] {
  const there = new Map(to.annotations.map((annotation) => [annotation.id, JSON.stringify(annotation)]));
  const wanted = new Set(from.annotations.map(({ id }) => id));
  const relations = new Set(from.relations.map(({ id }) => id));
  return [
    ...to.annotations.filter(({ id }) => !wanted.has(id)).map(({ id }): Op => ({ type: 'remove annotation', id })),
    ...to.relations.filter(({ id }) => !relations.has(id)).map(({ id }): Op => ({ type: 'remove relation', id })),
    ...from.annotations.filter((annotation) => there.get(annotation.id) !== JSON.stringify(annotation)).map((annotation): Op => ({ type: 'add annotation', annotation })),
    ...from.relations.map((relation): Op => ({ type: 'add relation', relation })),
    ...answerOps(from.answers, to.answers),
  ];
}

function answerOps(from: ReadingValues['answers'], to: ReadingValues['answers']): Op[] {
  const attributes = [...new Set([...Object.keys(from), ...Object.keys(to)])] as AttributeId[]; // keys of answers are attribute ids
  return attributes.map((attribute) => ({ type: 'set answer', attribute, value: from[attribute] }));
}
