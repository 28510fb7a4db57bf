interface Listener {
  onUpdate(update: Uint8Array): void;
  onBegunAgain(): void;
}

/** Changes made in one tab reach the person's other tabs at once, also without a server. */
export class TabLink {
  readonly #channel: BroadcastChannel | undefined;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(user: string) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`consilium-${user}`);
    if (this.#channel) this.#channel.onmessage = ({ data }) => this.#received(data);
  }

  send(document: string, update: Uint8Array): void {
    this.#channel?.postMessage({ document, update });
  }

  /** This tab has begun a document again on the server's state, without what was refused. */
  tellBegunAgain(document: string): void {
    this.#channel?.postMessage({ document, isBegunAgain: true });
  }

  listen(document: string, onUpdate: Listener['onUpdate'], onBegunAgain: Listener['onBegunAgain']): () => void {
    const listener: Listener = { onUpdate, onBegunAgain };
    const listeners = this.#listeners.get(document) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(document, listeners);
    return () => listeners.delete(listener);
  }

  #received(data: unknown): void {
    if (!isMessage(data)) return; // from another version in another tab
    for (const listener of this.#listeners.get(data.document) ?? []) {
      if ('update' in data) listener.onUpdate(data.update);
      else listener.onBegunAgain();
    }
  }
}

type Message = { readonly document: string } & ({ readonly update: Uint8Array } | { readonly isBegunAgain: true });

const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' &&
  data !== null &&
  'document' in data &&
  typeof data.document === 'string' &&
  ('update' in data ? data.update instanceof Uint8Array : 'isBegunAgain' in data && data.isBegunAgain === true);
