import { roots } from '@consilium/shared/document/roots.ts';
import type { RowId, SessionId, UserId } from '@consilium/shared/domain/ids.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import { useEffect, useState } from 'react';
import { useDocument, useMap } from '../../sync/document.ts';
import { useSaveState } from '../../sync/use-save-state.ts';

export interface Ballot {
  readonly choice: string | undefined;
  readonly reason: string;
  /** where the vote is: `undefined` while there is none */
  readonly sent: 'here' | 'sending' | 'in' | undefined;
  vote(option: string): void;
  giveReason(reason: string): void;
}

/**
 * One's own sealed ballot: in its own document, which nobody else has, and nowhere else (SESS4). A vote cast before that document is
 * open is cast when it is; one changed since the server took it is said to be under way. `undefined`: no vote to cast.
 */
export function useBallot(
  session: string,
  round: PublishedRound | undefined,
  me: string,
  isMember: boolean,
): Ballot | undefined {
  const isOpen = round?.state === 'open' && isMember;
  const document = useDocument(isOpen ? ballotDocument(session, round.row, me) : undefined);
  const values = useMap(document, roots.ballot);
  const save = useSaveState();
  const name = document?.name;
  const [early, setEarly] = useState<{ readonly row: string; readonly choice: string }>();
  const [changing, setChanging] = useState<string>();
  const cast = (choice: string): void => {
    if (!document) return;
    document.apply([{ type: 'set value', root: 'ballot', key: 'choice', value: choice }]);
    setChanging(document.name);
    void document.flush().then(() => setChanging(undefined));
  };
  useEffect(() => {
    if (name === undefined || early === undefined) return;
    if (early.row === round?.row) cast(early.choice);
    setEarly(undefined);
  }, [name, early]);
  if (!isOpen) return undefined;
  const kept = typeof values.choice === 'string' ? values.choice : undefined;
  const choice = kept ?? (early?.row === round.row ? early.choice : undefined);
  const isIn = round.voted.includes(me) && (name === undefined || changing !== name);
  return {
    choice,
    reason: typeof values.reason === 'string' ? values.reason : '',
    sent: choice === undefined ? undefined : isIn ? 'in' : save.type === 'offline' ? 'here' : 'sending',
    vote: (option) => (document ? cast(option) : setEarly({ row: round.row, choice: option })),
    giveReason: (reason) => document?.apply([{ type: 'set value', root: 'ballot', key: 'reason', value: reason }]),
  };
}

// Ids that came from the server in answers and documents of this session.
const ballotDocument = (session: string, row: string, me: string): string =>
  documentName({ type: 'ballot', session: session as SessionId, row: row as RowId, member: me as UserId });
