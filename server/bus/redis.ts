import { UserIdSchema } from '@consilium/shared/domain/ids.ts';
import { Redis } from 'ioredis';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import * as z from 'zod/mini';
import { dropWhenSilent } from './heartbeat.ts';
import { listen, tell } from './in-process.ts';
import type { Bus, Change, News } from './port.ts';

/** Updates larger than this travel as a doorbell: the others read them from the log. */
const largestCarriedBytes = 256 * 1024;

/**
 * News over Redis or Valkey publish/subscribe: one channel per document, two connections. Redis may be lost at any moment;
 * what was missed is read from the log (BUS2), so nothing is queued while it is away.
 * @param relayId names this process; what it published itself is not handed back
 */
export function makeRedisBus(url: string, relayId: string, onError: (error: unknown) => void): Bus {
  const options = { enableOfflineQueue: false, maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(50 * times, 2000) };
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, { ...options, autoResubscribe: false });
  const listeners = new Map<DocumentName, Set<(news: News) => void>>();
  const reconnects = new Set<() => void>();
  const changeListeners = new Set<(change: Change) => void>();
  publisher.on('error', onError);
  subscriber.on('error', onError);
  const stops = [publisher, subscriber].map(dropWhenSilent);
  let isListening = false;
  // Subscribing is ours alone, and only once a connection is ready: a SUBSCRIBE that overtakes ioredis's own greeting ends that connection
  // and is not repeated on the next.
  subscriber.on('close', () => (isListening = false));
  subscriber.on('ready', () => {
    const documents = [...listeners.keys()];
    const listening = (): void => {
      isListening = true;
      for (const listener of reconnects) listener();
      for (const document of documents) publish({ type: 'who', document });
    };
    subscriber.subscribe(changesChannel, ...documents.map((document) => channelPrefix + document)).then(listening, onError);
  });
  subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) => {
    if (channel.toString() === changesChannel) {
      const change = decodeChange(message, relayId);
      if (change !== undefined) for (const listener of changeListeners) listener(change);
      return;
    }
    const document = channel.toString().slice(channelPrefix.length);
    const news = decodeNews(document, message, relayId);
    if (news !== undefined) tell(listeners, news);
  });
  const publish = (news: News): void => {
    if (publisher.status !== 'ready') return;
    publisher.publish(channelPrefix + news.document, Buffer.from(encodeNews(news, relayId))).catch(onError);
  };
  let isOwing = false; // an announcement that nobody may have heard
  const stillOwing = (error: unknown): void => {
    isOwing = true;
    onError(error);
  };
  const announce = (change: Change): void => {
    if (publisher.status !== 'ready') return void (isOwing = true);
    publisher.publish(changesChannel, JSON.stringify({ ...change, relayId })).catch(stillOwing);
  };
  const settleOwing = (): void => {
    if (!isOwing || publisher.status !== 'ready') return;
    isOwing = false;
    announce({}); // which one it was does not matter: everything is looked at anew (BUS6)
  };
  publisher.on('ready', settleOwing);
  const settling = setInterval(settleOwing, 1000); // what was refused by a connection that is there
  return {
    publish,
    subscribe(document, listener) {
      const isFirst = !listeners.has(document);
      const stop = listen(listeners, document, listener);
      const isReady = (): boolean => subscriber.status === 'ready';
      if (isFirst && isReady()) subscriber.subscribe(channelPrefix + document).then(() => publish({ type: 'who', document }), onError);
      return () => {
        stop();
        if (!listeners.has(document) && isReady()) subscriber.unsubscribe(channelPrefix + document).catch(onError);
      };
    },
    announce,
    onAnnounced(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    reachesOthers: () => publisher.status === 'ready' && isListening,
    onReconnect(listener) {
      reconnects.add(listener);
      return () => reconnects.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
      clearInterval(settling);
      publisher.disconnect();
      subscriber.disconnect();
      return Promise.resolve();
    },
  };
}

const channelPrefix = 'consilium:';
const changesChannel = 'consilium-changes';

const ChangeMessage = z.object({ relayId: z.string(), document: z.optional(z.string()), userId: z.optional(UserIdSchema) });

function decodeChange(message: Buffer, relayId: string): Change | undefined {
  try {
    const read = ChangeMessage.safeParse(JSON.parse(message.toString()));
    if (!read.success || read.data.relayId === relayId) return undefined;
    const { document, userId } = read.data;
    return { ...(document === undefined ? {} : { document: document as DocumentName }), ...(userId === undefined ? {} : { userId }) }; // only compared with names of open documents
  } catch {
    return undefined; // not ours
  }
}

const newsTypes = ['update', 'presence', 'state', 'who'] as const;

function encodeNews(news: News, relayId: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, relayId);
    encoding.writeVarUint(encoder, newsTypes.indexOf(news.type));
    if (news.type === 'update') encoding.writeVarUint(encoder, news.seq);
    const update = 'update' in news ? news.update : nothing;
    encoding.writeVarUint8Array(encoder, update.length > largestCarriedBytes ? nothing : update);
  });
}

const nothing = new Uint8Array(0);

function decodeNews(document: DocumentName, message: Uint8Array, relayId: string): News | undefined {
  const decoder = decoding.createDecoder(message);
  try {
    if (decoding.readVarString(decoder) === relayId) return undefined;
    const type = newsTypes[decoding.readVarUint(decoder)];
    const seq = type === 'update' ? decoding.readVarUint(decoder) : 0;
    const update = decoding.readVarUint8Array(decoder).slice();
    switch (type) {
      case 'update':
        return { type, document, seq, update };
      case 'presence':
        return { type, document, update };
      case 'state':
      case 'who':
        return { type, document };
      case undefined:
        return undefined;
    }
  } catch {
    return undefined; // not ours; the log is the truth
  }
}
