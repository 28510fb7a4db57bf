import 'fake-indexeddb/auto';
import { vi } from 'vitest';

/**
 * As much of a browser as the code of a device asks for, with a store that is real and a line in the test's hand: for what would need
 * a moment in Chromium that nobody can hit. Importing it makes the page, signed in as `u1`.
 */
export class HeldSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = HeldSocket.CONNECTING;
  binaryType = '';
  readonly sent: Uint8Array[] = [];
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;
  onmessage?: (event: { data: ArrayBuffer }) => void;

  constructor() {
    sockets.push(this);
  }
  send(data: Uint8Array): void {
    this.sent.push(data);
  }
  /** A dead line: the other side never answers. */
  close(): void {
    this.readyState = Math.max(this.readyState, HeldSocket.CLOSING);
  }
  open(): void {
    this.readyState = HeldSocket.OPEN;
    this.onopen?.();
  }
  closed(code = 1006): void {
    this.readyState = HeldSocket.CLOSED;
    this.onclose?.({ code });
  }
  receive(bytes: Uint8Array): void {
    this.onmessage?.({ data: new Uint8Array(bytes).buffer });
  }
}

export const sockets: HeldSocket[] = [];
export const line = (): HeldSocket => sockets.at(-1)!;

const listeners = new Map<string, Set<(event: unknown) => void>>();
const listen = (type: string, listener: (event: unknown) => void): void => void listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
export const fire = (type: string, event: unknown = {}): void => listeners.get(type)?.forEach((listener) => listener(event));

/** Where the page was sent, and `reload`. */
export const went: string[] = [];

const kept = new Map<string, string>();
export const storage = {
  getItem: (key: string): string | null => kept.get(key) ?? null,
  setItem: (key: string, value: string): void => void kept.set(key, value),
  removeItem: (key: string): void => void kept.delete(key),
};

/** By path: what the server answers; a path that is not here cannot be reached. */
export const answers: Record<string, (body: unknown) => unknown> = { '/api/v1/erasures': () => ({ erased: [] }) };
export const asked: string[] = [];

async function answer(address: string, init?: { body?: string }): Promise<Response> {
  asked.push(address);
  const known = answers[address];
  if (known === undefined) throw new TypeError('offline');
  const value = await known(init?.body === undefined ? undefined : JSON.parse(init.body));
  return value instanceof Response ? value : Response.json(value);
}

vi.stubGlobal('localStorage', storage);
vi.stubGlobal('addEventListener', listen);
vi.stubGlobal('window', { addEventListener: listen, removeEventListener: () => undefined });
vi.stubGlobal('document', { addEventListener: () => undefined, visibilityState: 'visible', querySelectorAll: () => [], createElement: () => ({ click: () => undefined }) });
vi.stubGlobal('location', { protocol: 'http:', host: 'here', assign: (to: string) => went.push(to), reload: () => went.push('reload') });
vi.stubGlobal('WebSocket', HeldSocket);
vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16));
vi.stubGlobal('navigator', { onLine: true, storage: undefined, locks: undefined });
vi.stubGlobal('fetch', answer);
vi.mock('../../client/ui/notify.ts', () => ({ notify: vi.fn() }));
storage.setItem('consilium-user', 'u1');
