import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './client/app/service-worker-plugin.ts';
import { LongestFirst } from './test/harness/longest-first.ts';

/** `npm run dev`: the real server behind Vite's own port, so that pages, hot reload, REST and sockets share one address. */
const wholeServer = (): Plugin => ({
  name: 'consilium-server',
  apply: 'serve',
  async configureServer(vite) {
    if (process.env.VITEST !== undefined || vite.httpServer === null) return;
    const { startForDevelopment } = await import(new URL('./server/development.ts', import.meta.url).href);
    const server = await startForDevelopment(vite.config.server.port ?? 3000);
    const isOurs = (url = '') => /^\/(api\/|healthz|readyz|metrics)/.test(url);
    vite.middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => (isOurs(request.url) ? server.request(request, response) : next()));
    vite.httpServer.on('upgrade', (request, socket, head) => request.url?.startsWith('/sync') && server.upgrade(request, socket, head));
    vite.httpServer.on('close', () => void server.close());
  },
});

/** The image codecs ask for Node's modules only where they run in Node; in the browser there are none, which is no news worth a warning. */
const withoutNode = (): Plugin => ({
  name: 'consilium-without-node',
  apply: 'build',
  enforce: 'pre',
  resolveId: (id) => (id === 'fs' || id === 'path' ? '\0nothing' : null),
  load: (id) => (id === '\0nothing' ? 'export default {}' : null),
});

/** What holds itself to milliseconds runs after the rest, one at a time. */
const timed = ['bench/speed', 'browser/device-full', 'browser/device-killed', 'browser/offline', 'browser/refused', 'browser/server-killed', 'contract/relay-under-attack', 'scenario/leaving'].map((name) => `test/${name}.test.ts`);
/** Most tests wait for another process half of their time: two at once use two cores. */
const together = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  root: 'client',
  plugins: [react(), wholeServer(), serviceWorker(), withoutNode()],
  worker: { format: 'es', plugins: () => [withoutNode()] },
  server: { port: Number(process.env.PORT || 3000), strictPort: true, host: process.env.HOST || 'localhost' },
  build: { outDir: '../dist', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022' },
  test: {
    root: import.meta.dirname,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } }, // a second, the default, is short where two files share two cores
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'parts', include: ['{shared,server,client}/**/*.test.{ts,tsx}', 'test/architecture/*.test.ts'], maxWorkers: together } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: ['**/node_modules/**', 'test/architecture/**', ...timed], maxWorkers: together, globalSetup: 'test/harness/engines/for-test-runs.ts' } },
      { extends: true, test: { name: 'timed', include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
