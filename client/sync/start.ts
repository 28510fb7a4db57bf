import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { QueryClient } from '@tanstack/react-query';
import { notify } from '../ui/notify.ts';
import { thisDevice } from './device.ts';
import { isOpen, openDocument } from './documents.ts';
import { tellOpenings } from './openings.ts';
import { reportSubmissions, sendQueuedSubmissions } from './outbox.ts';
import { endpointPath } from './endpoint-request.ts';
import { inTurn } from './in-turn.ts';
import { forgetErased } from './forget-erased.ts';
import { forgetKeptItems } from './keep.ts';
import { saveFacts } from './save-facts.ts';
import { lastUser } from './store/last-user.ts';

let isStarted = false;

/** Starts what runs beside every screen: the link, sending what earlier visits left, looking for an emptied store. */
export function startSync(queries: QueryClient, user: string): void {
  const device = thisDevice();
  if (device.user !== user && lastUser() === user) location.reload(); // they have signed in in another tab: nothing of theirs goes into this store
  if (device.user !== user || isStarted) return;
  isStarted = true;
  device.onLinkUp(() => void catchUp(queries));
  void Promise.all([device.waiting.loaded, reportSubmissions()]).then(() => saveFacts.report({ isCounted: true }));
  const tellOfEviction = (): void => {
    const gone = device.waiting.forgetAllBut(isOpen);
    notify(evictionInWords(gone), 'stop');
    forgetKeptItems();
    void reportSubmissions();
    void queries.invalidateQueries(); // asking is keeping
  };
  device.onEvicted(tellOfEviction);
  if (device.wasEvicted()) tellOfEviction(); // found before this was here
}

/** The link is up: what waits goes out, readings handed in meanwhile are submitted, screens ask again. */
async function catchUp(queries: QueryClient): Promise<void> {
  const { waiting } = thisDevice();
  await waiting.loaded;
  await waiting.lookAgain(isOpen).catch(() => undefined); // the writer reports a store that cannot be read; what is known goes out
  await reportSubmissions();
  saveFacts.report({ isCounted: true });
  await forgetErased(isOpen).catch(() => 0); // the writer reports a store that cannot be read; asked again at the next contact
  await tellOpenings();
  await inTurn(waiting.documents(), sentAtOnce, sendDocument);
  await sendQueuedSubmissions(
    (_row, problem) => notify(`A reading could not be submitted: ${problem.message}`, 'stop'),
    (row) => {
      notify('A reading made offline was submitted.', 'done');
      void queries.invalidateQueries({ queryKey: [endpointPath(endpoints.item, { item: row.item })] });
    },
  );
  await forgetErased(isOpen).catch(() => 0); // what was laid aside meanwhile of an item that is no more
  await reportSubmissions();
  await queries.invalidateQueries();
}

/** Documents whose changes are on their way together; what somebody opens meanwhile is asked for besides. */
const sentAtOnce = 32;

async function sendDocument(name: string): Promise<void> {
  const held = openDocument(name, true);
  await Promise.race([held.current().flush(), new Promise((resolve) => setTimeout(resolve, 30_000))]);
  held.release();
}

const evictionInWords = (gone: number): string =>
  `This browser has emptied what was kept on this device. What is open here was written down again, and synced work is safe on the server; ${gone === 0 ? 'anything else that was not synced is gone' : `${gone === 1 ? '1 change that was' : `${gone} changes that were`} not synced and not open ${gone === 1 ? 'is' : 'are'} gone`}.`;
