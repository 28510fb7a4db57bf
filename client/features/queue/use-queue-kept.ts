import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useEffect, useSyncExternalStore } from 'react';
import type { SubmissionRow } from '../../sync/store/database.ts';
import { keepItem, type KeptItem, letItemGo, lookAtKeptItems, useKeptItems } from '../../sync/keep.ts';
import { saveFacts } from '../../sync/save-facts.ts';
import { notify } from '../../ui/notify.ts';
import { isToDo } from '../../sync/queue-order.ts';
import { useSubmissionsHere } from '../../sync/submissions-here.ts';

export interface QueueKept {
  of(item: string): KeptItem | undefined;
  /** handed in on this device, not yet taken by the server */
  submission(item: string): SubmissionRow | undefined;
  keep(item: Item): Promise<void>;
  letGo(item: Item): Promise<void>;
  keepAll(): Promise<void>;
}

/** The next three cases come to this device by themselves; more on request. */
const ahead = 3;

export function useQueueKept(items: readonly Item[] | undefined): QueueKept {
  const { byItem, evictions } = useKeptItems();
  const isUp = useSyncExternalStore(saveFacts.subscribe, () => saveFacts.facts().link.type === 'open');
  const submissions = useSubmissionsHere();
  const shape = items?.map(({ id }) => id).join();
  useEffect(() => {
    if (items === undefined) return;
    void lookAtKeptItems(items).then(async () => {
      if (isUp) for (const item of items.filter(isToDo).slice(0, ahead)) await keepItem(item, false);
    });
  }, [shape, isUp, evictions]);
  const keep = async (item: Item) => {
    const result = await keepItem(item, true);
    if (!result.ok) notify(`${item.name} is not whole on this device: ${result.error.message}`, 'attention');
  };
  return {
    of: (item) => byItem[item],
    submission: (item) => submissions?.find((row) => row.item === item),
    keep,
    letGo: letItemGo,
    keepAll: async () => {
      for (const item of items?.filter(isToDo) ?? []) await keep(item);
    },
  };
}
