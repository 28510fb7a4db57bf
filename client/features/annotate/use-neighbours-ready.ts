import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { clientModalityOf } from '../../modalities/registry.ts';
import { openDocument } from '../../sync/documents.ts';
import { documentsOf } from '../../sync/keep.ts';
import { queryOf } from '../../sync/rest.ts';
import type { Case } from './use-case.ts';

/** The case at hand has the machine to itself first. */
const afterMs = 400;
/** However long somebody reads. */
const keptMs = 60 * 60_000;

/** While a case is read, those that one key opens from it are made ready: their pictures decoded, their own readings open (rule OPEN4). */
export function useNeighboursReady({ place: { previous, next }, me }: Case): void {
  const queries = useQueryClient();
  const user = me.user.id;
  const shape = [next, previous].map((item) => `${item?.id} ${item?.mine?.state} ${item?.phase}`).join();
  useEffect(() => {
    let releases: readonly (() => void)[] = [];
    const timer = setTimeout(() => {
      releases = [next, previous].flatMap((item) => (item ? makeReady(queries, item, user) : []));
    }, afterMs);
    return () => {
      clearTimeout(timer);
      for (const release of releases) release();
    };
  }, [queries, user, shape]); // of the items only what stands in `shape` matters
}

function makeReady(queries: QueryClient, item: Item, user: string): readonly (() => void)[] {
  if (item.mine === null || item.mine.state === 'returned') return []; // not this person's to see
  void queries.prefetchQuery({ ...queryOf(endpoints.item, { params: { item: item.id } }), gcTime: keptMs });
  return [clientModalityOf(item.modality)?.prepare(item) ?? (() => undefined), ...ownDocuments(item, user).map((name) => openDocument(name).release)];
}

/** Of a shared item nothing is opened before its time: the others would see somebody who is not there. After the reveal, nothing is in a hurry. */
function ownDocuments(item: Item, user: string): readonly string[] {
  return item.blinding === 'open' || item.phase === 'revealed' || item.phase === 'signed' ? [] : documentsOf(item, user);
}
