import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type { QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { nextToDo, withHandedInHere } from './queue-order.ts';
import { type EndpointAnswer, type EndpointOptions, queryOf, useEndpoint } from './rest.ts';
import { submissionsHere, useSubmissionsHere } from './submissions-here.ts';

export interface MyQueue {
  readonly items: readonly Item[];
  readonly canTakeNext: boolean;
}

/** My items of a project, next first. What this device has handed in itself is never offered again, whatever the list says that it has (rule NEXT2). */
export function useMyQueue(project: string, options: EndpointOptions = {}): EndpointAnswer<MyQueue> {
  const answer = useEndpoint(endpoints.queue, { params: { project } }, options);
  const handedIn = useSubmissionsHere();
  const { data: told } = answer;
  const data = useMemo(() => told && handedIn && { ...told, items: withHandedInHere(told.items, handedIn) }, [told, handedIn]);
  return { ...answer, data };
}

/**
 * The case to go on with behind `after`, by the newest list there is (rule NEXT1).
 * @param isServerThere it is asked anew then: another device may have handed in, or the lead taken away, what the list here still offers
 */
export async function nextToRead(queries: QueryClient, project: string, after: string, isServerThere: boolean): Promise<string | undefined> {
  const query = queryOf(endpoints.queue, { params: { project } });
  const known = queries.getQueryData<MyQueue>(query.queryKey); // what `useEndpoint` keeps there
  const ask = () => queries.fetchQuery({ ...query, staleTime: 0 }).catch(() => undefined); // refused: nothing of it is mine
  const list = known !== undefined && !isServerThere ? known : await ask();
  return list && nextToDo(withHandedInHere(list.items, submissionsHere.current() ?? []), after)?.id;
}
