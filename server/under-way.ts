import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Requests that are being answered. */
export interface UnderWay {
  /** The listener, whose requests are counted until they are done and their answer is sent. */
  readonly counted: Listener;
  /** Resolves when none is under way, or after so long; connections are not kept from now on. */
  finish(milliseconds: number): Promise<void>;
}

/** Knows which requests a listener has taken and not yet answered, so that a server which ends can wait for them. */
export function requestsUnderWay(listener: Listener): UnderWay {
  const responses = new Map<ServerResponse, Promise<unknown>>();
  let isLeaving = false;
  return {
    async counted(request, response) {
      response.shouldKeepAlive &&= !isLeaving;
      const closed = once(response, 'close');
      const answered = listener(request, response);
      responses.set(response, Promise.allSettled([closed, answered]).then(() => responses.delete(response)));
      await answered;
    },
    async finish(milliseconds) {
      isLeaving = true;
      for (const response of responses.keys()) response.shouldKeepAlive = false;
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, milliseconds);
      const all = async (): Promise<void> => {
        while (responses.size > 0) await Promise.all(responses.values());
      };
      await Promise.race([all(), late]);
      clearTimeout(timer);
    },
  };
}
