import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { readConfig } from './config.ts';
import { firstInvitation } from './first-invitation.ts';
import { type OpenServer, openServer } from './open-server.ts';
import { loadKeys } from './storage/master-key.ts';

/** The whole server but its port and its pages: Vite has those while one works on the client. */
export async function startForDevelopment(port: number): Promise<{ request(request: IncomingMessage, response: ServerResponse): void } & Pick<OpenServer, 'upgrade' | 'close'>> {
  const read = readConfig({ ...process.env, PORT: String(port) });
  if (!read.ok) throw new Error(read.error.join('\n'));
  const { keys } = loadKeys(read.value);
  const server = await openServer(read.value, keys, async () => new Response('Vite serves the pages here.', { status: 404 }));
  const link = await firstInvitation(server.services);
  if (link !== undefined) process.stdout.write(`Create the administrator with this link, once, within 72 hours:\n  ${link}\n`);
  const listener = getRequestListener(server.app.fetch);
  return { request: (request, response) => void listener(request, response), upgrade: server.upgrade, close: server.close };
}
