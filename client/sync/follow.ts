import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { isPaintingFirst, tellAfterPaint } from '../ui/paint-first.ts';

/** A value that follows something shared: `current` is the same object until it changes. */
export interface Followed<T> {
  current(): T;
  subscribe(listener: () => void): () => void;
}

/** Somebody present: `user` as the server wrote it, `state` all the fields they sent. */
export interface RemoteState {
  readonly clientId: number;
  readonly user: { readonly id: string; readonly name: string; readonly color?: string };
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * The same, but those who follow it hear of a change when what is painted first has been painted; until then it is as it was told, also for
 * who is drawn meanwhile for a reason of their own.
 */
export function toldAfterPaint<T>({ current, subscribe }: Followed<T>): Followed<T> {
  let told: { readonly value: T } | undefined;
  return {
    current() {
      if (!told || !isPaintingFirst()) told = { value: current() };
      return told.value;
    },
    subscribe: (listener) => subscribe(() => tellAfterPaint(listener)),
  };
}

/** Reads anew after each change of one shared map. */
export function followRead<T>(map: Y.Map<unknown>, read: () => T): Followed<T> {
  let value: T | undefined;
  let isStale = true;
  const current = (): T => {
    if (isStale) value = read();
    isStale = false;
    return value as T; // set on the line above
  };
  return {
    current,
    subscribe(listener) {
      const onChange = () => {
        isStale = true;
        listener();
      };
      isStale = true; // it may have changed between the first read and now
      map.observe(onChange);
      return () => map.unobserve(onChange);
    },
  };
}

export const followMap = (doc: Y.Doc, root: string): Followed<Readonly<Record<string, unknown>>> => {
  const map = doc.getMap<unknown>(root);
  return followRead(map, () => Object.fromEntries(map.entries()));
};

/** Everybody but this client, in a stable order; states without a `user` are left out. */
export function followAwareness(awareness: Awareness): Followed<readonly RemoteState[]> {
  let value = readAwareness(awareness);
  return {
    current: () => value,
    subscribe(listener) {
      const onChange = () => {
        const next = readAwareness(awareness);
        if (isSamePresence(next, value)) return; // this client's own state changed: nobody else's
        value = next;
        listener();
      };
      onChange();
      awareness.on('change', onChange);
      return () => awareness.off('change', onChange);
    },
  };
}

function readAwareness(awareness: Awareness): readonly RemoteState[] {
  const present: RemoteState[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    const user: unknown = state.user;
    if (clientId !== awareness.clientID && isUser(user)) present.push({ clientId, user, state });
  }
  return present.sort((a, b) => a.clientId - b.clientId);
}

/** A state is one object until whose it is sends another. */
const isSamePresence = (a: readonly RemoteState[], b: readonly RemoteState[]): boolean =>
  a.length === b.length && a.every(({ clientId, state }, i) => clientId === b[i]?.clientId && state === b[i]?.state);

const isUser = (user: unknown): user is RemoteState['user'] =>
  typeof user === 'object' &&
  user !== null &&
  'id' in user &&
  typeof user.id === 'string' &&
  'name' in user &&
  typeof user.name === 'string';
