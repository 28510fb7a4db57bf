import type { Row } from '@consilium/shared/consensus/comparison.ts';
import type { ItemId, SessionId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type OpenDocument, useDocument, useMap } from '../../sync/document.ts';
import { placeToShow, type Whereabouts } from './following.ts';
import { frozenHash, isSessionClosed, signaturesOf } from './published.ts';
import { nextUnsettled } from './row-state.ts';
import { type CaseState, useCase } from './use-case.ts';
import { useLiveWorld } from './use-live-world.ts';
import { type Presence, usePresence } from './use-presence.ts';
import { type Replaying, useReplay } from './use-replay.ts';
import type { SessionFacts } from './use-session-facts.ts';
import { type SessionWorld, worldOfDocuments } from './world.ts';

/** Everything the session screen shows and does, in one value. */
export interface Room {
  readonly facts: SessionFacts;
  readonly session: OpenDocument | undefined;
  readonly consensus: OpenDocument | undefined;
  readonly world: SessionWorld;
  readonly case: CaseState;
  readonly row: Row | undefined;
  readonly place: Whereabouts;
  readonly presence: Presence;
  readonly replaying: Replaying;
  readonly isReplaying: boolean;
  readonly isPresenter: boolean;
  /** may write now: a member, in an open session, at the present moment */
  readonly mayWrite: boolean;
  /** may change what becomes of this case: it is not signed and frozen */
  readonly maySettle: boolean;
  /** @param view how to look at it; as now where left out */
  goTo(item: string, row: string | undefined, view?: unknown): void;
  setView(view: unknown): void;
  lookAround(): void;
  present(): void;
  setShared(key: 'redraw', value: string | undefined): void;
}

export function useRoom(facts: SessionFacts): Room {
  const { session: described, items, me } = facts;
  const session = useDocument(documentName({ type: 'session', session: described.id as SessionId })); // ids from the server
  const shared = useMap(session, 'session');
  const presenter = typeof shared.presenter === 'string' ? shared.presenter : described.chair;
  const presence = usePresence(session, me.user.id, presenter);
  const [own, setOwn] = useState<Whereabouts>({ item: undefined, row: undefined, view: undefined });
  const place = placeToShow(presence.leader, own, {
    item: typeof shared.item === 'string' ? shared.item : items[0]?.id,
    row: typeof shared.row === 'string' ? shared.row : undefined,
    view: undefined,
  });
  const item = items.find(({ id }) => id === place.item) ?? items[0];
  const consensus = useDocument(item && documentName({ type: 'consensus', item: item.id as ItemId }));
  const live = useLiveWorld(session, consensus);
  const replaying = useReplay(described.id, noteworthy(live));
  const isReplaying = replaying.replay !== undefined;
  const world = useMemo(
    () =>
      replaying.replay
        ? worldOfDocuments(
            replaying.replay.doc(`session/${described.id}`),
            replaying.replay.doc(`consensus/${item?.id}`),
          )
        : live,
    [replaying.replay, replaying.at, live, described.id, item?.id],
  );
  const shownCase = useCase(item, facts);
  const heldRow = useRef<string | undefined>(undefined);
  const row =
    shownCase.type === 'ready'
      ? rowToShow(shownCase.value.comparison.rows, place.row ?? heldRow.current, world)
      : undefined;
  heldRow.current = row?.id; // settling a row does not take it from the screen: its outcome is read first
  const isPresenter = presenter === me.user.id;
  const isClosed = isSessionClosed(live.published, described);
  const mayWrite = facts.isMember && !isClosed && !isReplaying && session?.access !== 'read';
  const isFrozen =
    item?.phase === 'signed' || frozenHash(signaturesOf(live.published, item?.id), described) !== undefined;
  const write = (ops: readonly Op[]): void => {
    if (mayWrite) session?.apply(ops);
  };
  const shown: Whereabouts = { item: item?.id, row: row?.id, view: place.view };
  useEffect(
    () => presence.tellPlace({ item: item?.id, row: row?.id, view: place.view }),
    [item?.id, row?.id, place.view, presence.tellPlace],
  );
  return {
    facts,
    session,
    consensus,
    world,
    case: shownCase,
    row,
    place: shown,
    presence,
    replaying,
    isReplaying,
    isPresenter,
    mayWrite,
    maySettle: mayWrite && !isFrozen,
    goTo: (nextItem, nextRow, view) => {
      presence.lookAround();
      setOwn({ item: nextItem, row: nextRow, view: nextItem === item?.id ? (view ?? place.view) : undefined });
      if (isPresenter) write([setValue('item', nextItem), setValue('row', nextRow)]);
    },
    setView: (view) => setOwn({ item: item?.id, row: row?.id, view }),
    lookAround: () => {
      setOwn(shown);
      presence.lookAround();
    },
    present: () => {
      setOwn(shown);
      write([setValue('presenter', me.user.id), setValue('item', item?.id), setValue('row', row?.id)]);
    },
    setShared: (key, value) => write([setValue(key, value)]),
  };
}

const setValue = (key: string, value: unknown): Op => ({ type: 'set value', root: 'session', key, value });

function rowToShow(rows: readonly Row[], wanted: string | undefined, world: SessionWorld): Row | undefined {
  return rows.find(({ id }) => id === wanted) ?? nextUnsettled(rows, world.decisions, undefined) ?? rows[0];
}

/** Changes whenever the record of the session has something new worth a mark on the timeline. */
const noteworthy = ({ published, decisions, row, dissents }: SessionWorld): string =>
  [
    ...Object.entries(published).map(([key, value]) => `${key} ${JSON.stringify(value)?.length}`),
    Object.keys(decisions).length,
    row,
    dissents.length,
  ].join(' ');
