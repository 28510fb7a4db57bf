import type { Row } from '@consilium/shared/consensus/comparison.ts';
import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import type { Anchor, Comment } from '@consilium/shared/domain/comment.ts';
import type { SourceId } from '@consilium/shared/domain/ids.ts';
import { useEffect, useState } from 'react';
import type { CommentPin } from '../../modalities/contract.ts';
import { threadsOf } from '../comments/threads.ts';

export interface Discussion {
  readonly isOpen: boolean;
  readonly threads: number;
  readonly anchor: Anchor;
  readonly selected: string | undefined;
  readonly pins: readonly CommentPin[];
  /** shows the comments, the next one about the row */
  begin(): void;
  toggle(): void;
  open(comment: string): void;
  pinAt(at: Geometry, source: string): void;
}

/** Comments on the case: where the next one goes, and those pinned to a place. */
export function useDiscussion(comments: readonly Comment[], row: Row | undefined): Discussion {
  const [isOpen, setOpen] = useState(false);
  const [selected, select] = useState<string>();
  const [place, setPlace] = useState<Anchor>();
  useEffect(() => setPlace(undefined), [row?.id]);
  const threads = threadsOf(comments);
  const about: Anchor = row ? { type: 'row', row: row.id } : { type: 'item' };
  return {
    isOpen,
    threads: threads.filter(({ first }) => !first.isResolved).length,
    anchor: place ?? about,
    selected,
    pins: threads.flatMap(({ first, number }): CommentPin[] =>
      first.anchor.type === 'place' && !first.isResolved
        ? [{ comment: first.id, number, at: first.anchor.geometry as Geometry }]
        : [],
    ), // the schema of anchors checks less of a geometry; the viewer reads it leniently
    begin: () => {
      setPlace(undefined);
      setOpen(true);
    },
    toggle: () => setOpen(!isOpen),
    open: (comment) => {
      select(comment);
      setOpen(true);
    },
    pinAt: (geometry, source) => {
      setPlace({ type: 'place', source: source as SourceId, geometry }); // from the viewer: a source of the item
      setOpen(true);
    },
  };
}
