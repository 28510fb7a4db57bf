import { type Context, Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import { isFromOurPages } from './access/origin.ts';
import type { Access } from './access/world.ts';
import { databaseAway, faultWords } from './fault-words.ts';
import { mountAll } from './routes/handlers.ts';
import type { Metrics } from './routes/metrics.ts';
import { makeWatchers } from './routes/watchers.ts';
import { apiRoot, type App, refused } from './routes/mount.ts';
import { openApi } from './routes/open-api.ts';
import { secureHeaders } from './routes/secure-headers.ts';
import { forbidden, notFound, refuse } from './work/refusal.ts';

export interface AppParts {
  readonly access: Access;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** The built client; in development Vite serves it instead. */
  readonly pages: (request: Request) => Promise<Response>;
  /** Whether work can be taken now. */
  readonly isReady: () => Promise<boolean>;
  /** Whether the database failed anybody since a moment of `performance.now()`. */
  readonly hasFailedSince: (moment: number) => boolean;
  /** Whether the database did not answer when it was last looked for. */
  readonly isDatabaseLost: () => boolean;
}

/** Everything that is spoken over HTTP: REST, health, metrics, pages. */
export function makeApp({ access, metrics, logger, pages, isReady, hasFailedSince, isDatabaseLost }: AppParts): App {
  const app: App = new Hono<{ Bindings: HttpBindings }>();
  const beginnings = new WeakMap<Request, number>();
  const headers = Object.entries(secureHeaders(access.services.config));
  app.use(async (context, next) => {
    const began = performance.now();
    beginnings.set(context.req.raw, began);
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
    metrics.answered(context.req.method, patternOf(context), context.res.status, (performance.now() - began) / 1000);
  });
  app.use(`${apiRoot}/*`, async (context, next) => {
    const isReading = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (isReading || isFromOurPages(context.req.raw.headers, access.services.config)) return next();
    return refused(refuse(403, 'ForeignOrigin', 'This request comes from another site’s page and is not done.').error);
  });
  // Who asks meanwhile is told at once, and does not wait for a connection to tell.
  app.use(`${apiRoot}/*`, async (_, next) => (isDatabaseLost() && !(await isReady()) ? refused(databaseAway) : next()));
  mountHealth(app, access, metrics, isReady);
  mountAll(app, access);
  app.get(`${apiRoot}/openapi.json`, () => Response.json(openApi()));
  app.all('/api/*', () => refused(notFound().error));
  app.get('*', (context) => pages(context.req.raw));
  app.onError(async (error, context) => {
    logger.error({ error, method: context.req.method, route: patternOf(context) }, 'a request failed');
    const began = beginnings.get(context.req.raw) ?? 0;
    return refused(await faultWords(error, async () => !hasFailedSince(began) && (await isReady())));
  });
  return app;
}

/** The pattern of what answers, such as `/api/v1/projects/:project`; `*` where nothing of a name of its own does. Never the address itself. */
const patternOf = (context: Context): string => matchedRoutes(context).findLast(({ path }) => !path.includes('*'))?.path ?? '*';

function mountHealth(app: App, access: Access, metrics: Metrics, isReady: () => Promise<boolean>): void {
  const mayLook = makeWatchers(access.sessions);
  app.get('/healthz', () => Response.json({ isAlive: true }));
  app.get('/readyz', async () => {
    const ready = await isReady().catch(() => false); // whatever is wrong, the answer is: not ready
    return Response.json({ isReady: ready }, { status: ready ? 200 : 503 });
  });
  app.get('/metrics', async (context) => {
    // Counts of updates tell of other readers' work, so that only an administrator (or their token) may see them.
    if (!(await mayLook(context.req.raw.headers))) return refused(forbidden('Metrics are for administrators: send an API token as “Authorization: Bearer”.').error);
    return new Response(await metrics.registry.metrics(), { headers: { 'content-type': metrics.registry.contentType } });
  });
}
