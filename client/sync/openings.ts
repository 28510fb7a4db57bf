import type { Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { call } from './call.ts';
import { thisDevice } from './device.ts';

const prefix = 'begun/';

/** I begin to read an item by this protocol version. Without a server it is kept, and told before anything of it is handed in. @returns what the server said */
export async function beginReading(item: string, protocolVersion: number): Promise<Result<unknown, Problem>> {
  const opened = await call(endpoints.openItem, { params: { item }, body: { protocolVersion } });
  const { marks } = thisDevice().database;
  const isLater = !opened.ok && opened.error.type === 'Offline';
  const kept = isLater ? marks.put({ name: `${prefix}${item}`, value: String(protocolVersion) }) : marks.delete(`${prefix}${item}`);
  await Promise.resolve(kept).catch(() => undefined); // the writer reports a store that cannot be written; opened again at the next visit
  return opened;
}

/** Tells of one item, or of all, that were begun without a server. Whoever may not open it any more hears so when they submit. */
export async function tellOpenings(only?: string): Promise<void> {
  const { marks } = thisDevice().database;
  const begun = await Promise.resolve(marks.where('name').startsWith(prefix).toArray()).catch(() => []); // what waits goes out all the same
  for (const { name, value } of begun) {
    const item = name.slice(prefix.length);
    if (only === undefined || only === item) await beginReading(item, Number(value));
  }
}
