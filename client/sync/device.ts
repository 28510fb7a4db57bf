import { notify } from '../ui/notify.ts';
import { now, saveFacts } from './save-facts.ts';
import { SharedSocket, type LinkState } from './shared-socket.ts';
import { databaseOf, type DeviceDatabase } from './store/database.ts';
import { DeviceWriter } from './store/device-writer.ts';
import { lastUser } from './store/last-user.ts';
import { TabLink } from './tab-link.ts';
import { WaitingCount } from './waiting-count.ts';

/** Everything one signed-in person's documents share in this tab. */
export interface Device {
  readonly user: string;
  readonly database: DeviceDatabase;
  readonly writer: DeviceWriter;
  readonly socket: SharedSocket;
  readonly tabs: TabLink;
  readonly waiting: WaitingCount;
  /** told when the link comes up, and at once where it is up */
  onLinkUp(listener: () => void): () => void;
  /** told when the browser has emptied the store, before this visit or during it: open documents write themselves again */
  onEvicted(listener: () => void): () => void;
  /** it has happened since this tab began */
  wasEvicted(): boolean;
}

let device: Device | undefined;

/** The device of the person last signed in here; made at its first use. */
export function thisDevice(): Device {
  device ??= makeDevice(lastUser() ?? 'nobody');
  return device;
}

function makeDevice(user: string): Device {
  const linkUp = new Set<() => void>();
  const evicted = new Set<() => void>();
  const database = databaseOf(user);
  let wasEvicted = false;
  const onEvicted = () => {
    wasEvicted = true;
    for (const listener of evicted) listener();
  };
  const writer = new DeviceWriter(database, (risk) => saveFacts.report({ risk }), onEvicted);
  const isSomebodyElses = (): boolean => ![undefined, user].includes(lastUser());
  const onLink = (state: LinkState) => {
    if (state.type === 'open' && isSomebodyElses()) return beginAgainAsTheirs();
    reportLink(state);
    if (state.type === 'open') for (const listener of linkUp) listener();
  };
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`;
  const made: Device = {
    user,
    database,
    writer,
    tabs: new TabLink(user),
    waiting: new WaitingCount(database),
    socket: new SharedSocket({ address, onLink, random: Math.random }),
    onLinkUp(listener) {
      if (saveFacts.facts().link.type === 'open') listener();
      return listening(linkUp, listener);
    },
    onEvicted: (listener) => listening(evicted, listener),
    wasEvicted: () => wasEvicted,
  };
  /** Somebody else has signed in in another tab: on this line everything would be asked for, and judged, as theirs. */
  const beginAgainAsTheirs = (): void => {
    made.socket.end();
    location.reload();
  };
  addEventListener('storage', () => isSomebodyElses() && beginAgainAsTheirs());
  addEventListener('beforeunload', (event) => {
    if (writer.hasUnkept && saveFacts.state().type === 'at risk') event.preventDefault();
  });
  return made;
}

function reportLink(state: LinkState): void {
  const { link } = saveFacts.facts();
  if (state.type === 'ended') {
    saveFacts.report({ link: { type: 'down', since: now() } });
    if (state.why === 'too old')
      return notify('This version is too old for the server. Reload to update; your work is kept here.', 'stop');
    return location.assign('/sign-in');
  }
  if (state.type === 'connecting') return saveFacts.report({ link: { type: 'connecting' } });
  if (state.type !== link.type) saveFacts.report({ link: { type: state.type, since: now() }, isCounted: false }); // other tabs may have left something meanwhile
}

function listening(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
