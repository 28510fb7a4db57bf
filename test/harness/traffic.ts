import { decodeControl, splitChannel } from '@consilium/shared/wire/channels.ts';
import { decodeFrame, type Frame } from '@consilium/shared/wire/frames.ts';
import type { BrowserContext, Request } from 'playwright-core';
import * as Y from 'yjs';

/** Everything that passed between one browser and the server's API and socket, as bytes and as lines that can be compared with another run's. */
export interface Traffic {
  /** whatever came in, as text: bodies, headers, frames */
  raw(): string;
  /** every exchange and frame so far, in the order they ended */
  all(): readonly string[];
  /** the different ones, sorted: how often a screen asks depends on the moment, what it is told does not */
  kinds(): readonly string[];
}

/** Headers that say when rather than what. */
const passing = new Set(['date', 'connection', 'keep-alive', 'set-cookie', 'cookie', 'transfer-encoding', 'content-length', 'user-agent', 'host', 'origin', 'referer']);

/** @param even takes what differs between two runs by nature out of a line */
export function recordTraffic(context: BrowserContext, even: (line: string) => string): Traffic {
  const raw: string[] = [];
  const lines: string[] = [];
  const read = new Set<string>();
  const unread = new Set<string>();
  const hearExchange = async (request: Request): Promise<void> => {
    const { title, line } = await exchange(request, raw);
    (line === undefined ? unread : read).add(title);
    if (line !== undefined) lines.push(line);
  };
  context.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/')) void hearExchange(request);
  });
  context.on('page', (page) =>
    page.on('websocket', (socket) => {
      const names = new Map<number, string>();
      const hear = (way: 'in' | 'out') => ({ payload }: { payload: string | Buffer }) => {
        if (way === 'in') raw.push(payload.toString('latin1'), payload.toString('utf8'));
        lines.push(`${way} ${inWords(new Uint8Array(payload as Buffer), way, names)}`); // our socket speaks bytes alone
      };
      socket.on('framereceived', hear('in'));
      socket.on('framesent', hear('out'));
    }),
  );
  const all = (): readonly string[] => lines.map(even);
  return {
    raw: () => raw.join('\n'),
    all,
    kinds() {
      const missed = [...unread].filter((title) => !read.has(title));
      if (missed.length > 0) throw new Error(`nobody has read the answers of ${missed.join(', ')}`);
      return [...new Set(all())].sort();
    },
  };
}

/** `line` is absent where the page was left before its answer could be read: it is told of another time. */
async function exchange(request: Request, raw: string[]): Promise<{ title: string; line?: string }> {
  const { pathname, search } = new URL(request.url());
  const title = `${request.method()} ${pathname}${search}`;
  const response = await request.response().catch(() => undefined);
  const body = await response?.body().catch(() => undefined);
  const given = await response?.allHeaders().catch(() => undefined);
  if (!response || !body || !given) return { title };
  const headers = Object.entries(given).filter(([name]) => !passing.has(name)).map(([name, value]) => `${name}: ${value}`).sort();
  const isText = /json|text/.test(response.headers()['content-type'] ?? '');
  raw.push(headers.join('\n'), body.toString('utf8'), body.toString('latin1'));
  return { title, line: [`${title} ${response.status()}`, request.postData() ?? '', ...headers, isText ? body.toString('utf8') : `${body.length} bytes`].join(' | ') };
}

function inWords(message: Uint8Array, way: 'in' | 'out', names: Map<number, string>): string {
  const split = splitChannel(message);
  if (!split.ok) return `malformed, ${message.length} bytes`;
  const [channel, bytes] = split.value;
  if (channel === 0) {
    const control = decodeControl(bytes);
    if (!control.ok) return `malformed, ${bytes.length} bytes`;
    if (control.value.type === 'open') names.set(control.value.channel, control.value.document);
    return `${names.get(control.value.channel) ?? '?'} ${JSON.stringify({ ...control.value, channel: undefined })}`;
  }
  const frame = decodeFrame(bytes, way === 'in' ? 'server' : 'client');
  return `${names.get(channel) ?? '?'} ${frame.ok ? frameInWords(frame.value) : `malformed, ${bytes.length} bytes`}`;
}

function frameInWords(frame: Frame): string {
  if (frame.type === 'step2' || frame.type === 'update') {
    const { structs, ds } = Y.decodeUpdate(frame.update);
    const contents = structs.map((one) => (one instanceof Y.Item ? `${one.parentSub} ${JSON.stringify(one.content.getContent())}` : one.constructor.name));
    return `${frame.type} ${contents.join(', ')} deletes ${[...ds.clients.values()].flat().length}`;
  }
  if (frame.type === 'step1') return `step1 of ${Y.decodeStateVector(frame.stateVector).size}`;
  if (frame.type === 'awareness') return 'awareness';
  return JSON.stringify(frame);
}
