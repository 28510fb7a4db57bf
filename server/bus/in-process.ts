import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Bus, Change, News } from './port.ts';

type Listener = (news: News) => void;

/** A bus for relays in one process. `join` gives each relay its own end. */
export function makeInProcessBus(): { join(): Bus } {
  const ends = new Set<End>();
  return { join: () => joined(ends) };
}

interface End {
  readonly documents: Map<DocumentName, Set<Listener>>;
  readonly changes: Set<(change: Change) => void>;
}

function joined(ends: Set<End>): Bus {
  const own: End = { documents: new Map(), changes: new Set() };
  ends.add(own);
  const others = (): End[] => [...ends].filter((end) => end !== own);
  return {
    publish(news) {
      for (const end of others()) tell(end.documents, news);
    },
    subscribe(document, listener) {
      const stop = listen(own.documents, document, listener);
      for (const end of others()) tell(end.documents, { type: 'who', document });
      return stop;
    },
    announce(change) {
      for (const end of others()) for (const listener of end.changes) listener(change);
    },
    onAnnounced(listener) {
      own.changes.add(listener);
      return () => own.changes.delete(listener);
    },
    reachesOthers: () => false, // there is nothing beyond this process
    onReconnect: () => () => undefined, // a process does not lose itself
    close() {
      ends.delete(own);
      return Promise.resolve();
    },
  };
}

/** Hands news to everybody who listens for its document. */
export function tell(listeners: ReadonlyMap<DocumentName, ReadonlySet<Listener>>, news: News): void {
  for (const listener of [...(listeners.get(news.document) ?? [])]) listener(news);
}

/** Adds a listener for a document; returns how to take it away, which leaves no empty set behind. */
export function listen(
  listeners: Map<DocumentName, Set<Listener>>,
  document: DocumentName,
  listener: Listener,
): () => void {
  let found = listeners.get(document);
  if (found === undefined) listeners.set(document, (found = new Set()));
  found.add(listener);
  return () => {
    found.delete(listener);
    if (found.size === 0 && listeners.get(document) === found) listeners.delete(document);
  };
}
