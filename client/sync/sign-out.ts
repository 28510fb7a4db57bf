import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { call } from './call.ts';
import { importsUnderWay } from './imports-under-way.ts';
import { thisDevice } from './device.ts';
import { isOpen } from './documents.ts';
import { queuedSubmissions } from './outbox.ts';
import { forgetUser } from './store/last-user.ts';
import { removeFlag } from './store/sentinel.ts';

/** What would be gone if this device were wiped now, in words. Empty: nothing. */
export async function unsyncedWork(): Promise<readonly string[]> {
  const { waiting, database, writer } = thisDevice();
  await writer.settled();
  const isRead = await waiting.lookAgain(isOpen).then(() => true, () => false);
  if (!isRead) return ['whatever is kept on this device: it cannot be read at the moment'];
  const documents = waiting.documents().map((name) => `${waiting.of(name)} changes in ${kindOf(name)}`);
  const submissions = (await queuedSubmissions()).map(() => 'a submission that has not been sent');
  const rejected = (await database.rejected.toArray()).map(({ words }) => `not taken by the server: ${words}`);
  const files = [...importsUnderWay.current().values()].map(({ left }) => `${left} files of an import that have not been sent`);
  return [...documents, ...submissions, ...rejected, ...files];
}

const kindOf = (name: string): string => `a ${name.slice(0, name.indexOf('/'))}`;

/** Ends the session at the server and wipes this person's data from this device. The caller has asked, where something is unsynced. */
export async function signOut(): Promise<void> {
  const { database, socket } = thisDevice();
  socket.end();
  importsUnderWay.forget();
  await call(endpoints.signOut);
  removeFlag(database);
  forgetUser();
  await database.delete();
  location.assign('/sign-in');
}
