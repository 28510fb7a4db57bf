import { isReviewer } from '@consilium/shared/permissions/policy.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import type { Session } from '@consilium/shared/wire/rest/sessions.ts';
import { useEffect, useState } from 'react';
import { actorIn, useMe } from '../../sync/me.ts';
import { call, useEndpoint } from '../../sync/rest.ts';

export interface SessionFacts {
  readonly session: Session;
  readonly items: readonly Item[];
  readonly names: Readonly<Record<string, string>>;
  readonly projectName: string;
  readonly me: Me;
  /** votes, writes, signs; others look on */
  readonly isMember: boolean;
  /** opens and closes rounds and the session */
  readonly mayLead: boolean;
  refetch(): Promise<void>;
}

export type FactsState =
  | { readonly type: 'loading' }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'ready'; readonly facts: SessionFacts };

/** What is known of a session, after joining it: opening its link is joining. */
export function useSessionFacts(id: string): FactsState {
  const me = useMe();
  const answer = useEndpoint(endpoints.session, { params: { session: id } });
  const project = answer.data?.session.project;
  const projectAnswer = useEndpoint(
    endpoints.project,
    { params: { project: project ?? '' } },
    { isEnabled: project !== undefined },
  );
  const actor = me && actorIn(me, project);
  const mayJoin =
    actor !== undefined && actor.role !== 'observer' && (actor.role !== undefined || actor.isAdministrator);
  const joined = useJoining(id, answer.data?.session.state === 'open' && mayJoin);
  if (answer.problem) return { type: 'failed', problem: answer.problem };
  if (!answer.data || !me || !actor || joined === 'under way') return { type: 'loading' };
  const { session, items, names } = answer.data;
  const isMember = mayJoin && joined !== 'refused';
  const facts: SessionFacts = {
    session,
    items,
    names,
    projectName: projectAnswer.data?.name ?? '',
    me,
    isMember,
    mayLead: isMember && (session.chair === me.user.id || isReviewer(actor)),
    refetch: answer.refetch,
  };
  return { type: 'ready', facts };
}

type Joining = 'not asked' | 'under way' | 'in' | 'refused';

/** Asks once. Without a server whoever was in before goes on: everything is kept and sent later. */
function useJoining(id: string, isWanted: boolean): Joining {
  const [joining, setJoining] = useState<Joining>('not asked');
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    setJoining('under way');
    void call(endpoints.joinSession, { params: { session: id } }).then((result) => {
      if (isCurrent) setJoining(result.ok || result.error.type === 'Offline' ? 'in' : 'refused');
    });
    return () => {
      isCurrent = false;
    };
  }, [id, isWanted]);
  return isWanted && joining === 'not asked' ? 'under way' : joining;
}
