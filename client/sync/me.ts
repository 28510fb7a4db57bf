import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Actor } from '@consilium/shared/permissions/actor.ts';
import { may, type Action } from '@consilium/shared/permissions/action.ts';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryOf, useEndpoint } from './rest.ts';

/** Who is signed in; `undefined` while unknown. Known offline too. */
export const useMe = (): Me | undefined => useEndpoint(endpoints.me).data;

/** Asks who is signed in before a screen does. */
export const askMe = (queries: QueryClient): Promise<void> => queries.prefetchQuery(queryOf(endpoints.me, {}));

/** Name of every member by user id; empty while unknown. */
export function useNames(project: string | undefined): Readonly<Record<string, string>> {
  const { data } = useEndpoint(
    endpoints.names,
    { params: { project: project ?? '' } },
    { isEnabled: project !== undefined },
  );
  return useMemo(() => Object.fromEntries((data?.names ?? []).map(({ id, name }) => [id, name])), [data]);
}

/** The signed-in person as the policy sees them in a project. */
export function actorIn(me: Me, project: string | undefined): Actor {
  const membership = me.memberships.find((one) => one.project === project);
  return { user: me.user.id as UserId, isAdministrator: me.user.isAdministrator, role: membership?.role }; // ids from the server are ids
}

/** May the signed-in person do this in the project now? `false` while unknown. */
export function useMay(project: string | undefined, action: Action): boolean {
  const me = useMe();
  return me !== undefined && may(actorIn(me, project), action);
}
