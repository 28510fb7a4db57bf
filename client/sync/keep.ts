import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import type { ItemId, UserId } from '@consilium/shared/domain/ids.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { create } from 'zustand';
import { pullUntilAnswered } from './ask-until-answered.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { thisDevice } from './device.ts';
import { isOpen } from './documents.ts';
import { answerOf, call } from './rest.ts';
import { sourceBytes } from './sources.ts';
import { isSourceKept } from './store/sources.ts';
import { markKnown } from './store/stored-document.ts';

/** How much of an item this device has. `isPinned`: it stays until it is submitted or let go. */
export interface KeptItem {
  readonly sizeBytes: number;
  readonly doneBytes: number;
  readonly isPinned: boolean;
  readonly problem?: string;
}

/** By item id. An item is on this device when `doneBytes` has reached `sizeBytes`. */
export const useKeptItems = create<{ readonly byItem: Readonly<Record<string, KeptItem>>; readonly evictions: number }>(() => ({ byItem: {}, evictions: 0 }));

/** The browser has emptied the store: what was said of it holds no more. */
export const forgetKeptItems = (): void => useKeptItems.setState(({ evictions }) => ({ byItem: {}, evictions: evictions + 1 }));

export const isItemKept = (kept: KeptItem | undefined): boolean =>
  kept !== undefined && kept.problem === undefined && kept.doneBytes >= kept.sizeBytes;

const show = (item: string, kept: KeptItem): void =>
  useKeptItems.setState(({ byItem }) => ({ byItem: { ...byItem, [item]: kept } }));

/** Looks what of these items is here already. */
export async function lookAtKeptItems(items: readonly Item[]): Promise<void> {
  const { pins } = thisDevice().database;
  for (const item of items) {
    const isHere = await Promise.all(item.sources.map(({ sha256 }) => isSourceKept(sha256)));
    const doneBytes = item.sources.reduce((sum, { size }, at) => sum + (isHere[at] ? size : 0), 0);
    const isPinned = (await pins.get(item.id).catch(() => undefined)) !== undefined; // read last: it may be pinned meanwhile
    show(item.id, { sizeBytes: sizeOf(item), doneBytes, isPinned });
  }
}

/** Fetches all that reading the item offline needs: itself, its protocol, its sources, its documents. */
export async function keepItem(item: Item, isPinned: boolean): Promise<Result<void, Problem>> {
  const { database, user } = thisDevice();
  const known = () => useKeptItems.getState().byItem[item.id];
  if (isPinned) {
    await database.pins.put({ item: item.id, project: item.project });
    show(item.id, { sizeBytes: sizeOf(item), doneBytes: 0, ...known(), isPinned });
  }
  const isPinnedNow = isPinned || (await database.pins.get(item.id)) !== undefined;
  let done = 0;
  const report = (extra: number, problem?: string) =>
    show(item.id, {
      sizeBytes: sizeOf(item),
      doneBytes: done + extra,
      isPinned: known()?.isPinned ?? isPinnedNow, // pinned or let go while it is fetched
      ...(problem ? { problem } : {}),
    });
  report(0);
  const asked = await Promise.all([keepAnswers(item), pullDocuments(documentsOf(item, user))]);
  for (const source of item.sources) {
    const bytes = await sourceBytes(item.id, source.sha256, (bytesDone) => report(bytesDone));
    if (!bytes.ok) {
      report(0, bytes.error.message);
      return bytes;
    }
    if (!(await isSourceKept(source.sha256))) {
      report(0, full.message);
      return failed(full);
    }
    done += source.size;
    report(0);
  }
  return asked.find((one) => !one.ok) ?? ok(undefined);
}

/** The item may leave this device when room is needed; nothing unsynced is touched. */
export async function letItemGo(item: Item): Promise<void> {
  const { database } = thisDevice();
  await database.pins.delete(item.id);
  await database.sources.bulkDelete(item.sources.map(({ sha256 }) => sha256));
  show(item.id, { sizeBytes: sizeOf(item), doneBytes: 0, isPinned: false });
}

const full: Problem = { type: 'DeviceFull', message: 'This device is full: free some space, then keep the case again.' };

const sizeOf = (item: Item): number => item.sources.reduce((sum, { size }) => sum + size, 0);

/** The documents a person writes while they read an item. */
export function documentsOf(item: Item, user: string): string[] {
  const ids = { item: item.id as ItemId, annotator: user as UserId }; // ids from the server
  if (item.blinding === 'open')
    return [documentName({ type: 'item', item: ids.item }), documentName({ type: 'reading', ...ids })];
  return [documentName({ type: 'reading', ...ids }), documentName({ type: 'discussion', ...ids })];
}

/** Asking is keeping: `answerOf` stores what offline work needs. */
async function keepAnswers(item: Item): Promise<Result<void, Problem>> {
  try {
    const project = { project: item.project };
    const [{ protocolVersion }] = await Promise.all([
      answerOf(endpoints.project, { params: project }),
      answerOf(endpoints.item, { params: { item: item.id } }),
      answerOf(endpoints.names, { params: project }),
      answerOf(endpoints.protocolVersions, { params: project }),
    ]);
    const versions = new Set(
      [protocolVersion, item.mine?.protocolVersion].filter((version) => typeof version === 'number'),
    );
    await Promise.all(
      [...versions].map((version) =>
        answerOf(endpoints.protocolVersion, { params: { ...project, version: String(version) } }),
      ),
    );
    return ok(undefined);
  } catch (error) {
    return failed({ type: 'Offline', message: error instanceof Error ? error.message : 'The server did not answer.' });
  }
}

/** Takes documents to this device without opening them; open ones look after themselves. */
async function pullDocuments(names: readonly string[]): Promise<Result<void, Problem>> {
  const { database, writer } = thisDevice();
  const { encodeStateVectorFromUpdate, mergeUpdates } = await import('yjs');
  const wanted = names.filter((name) => !isOpen(name));
  if (wanted.length === 0) return ok(undefined);
  const documents = await Promise.all(
    wanted.map(async (name) => {
      const rows = await database.updates.where('document').equals(name).toArray();
      const stateVector =
        rows.length === 0
          ? new Uint8Array([0])
          : encodeStateVectorFromUpdate(mergeUpdates(rows.map(({ bytes }) => bytes)));
      return { name, stateVector: bytesToBase64(stateVector) };
    }),
  );
  return pullUntilAnswered(
    documents,
    (asked) => call(endpoints.pull, { body: { documents: asked } }),
    async ({ name, update }) => {
      if (update !== null) writer.write(name, base64ToBytes(update), 0);
      await markKnown(database, name);
    },
  );
}
