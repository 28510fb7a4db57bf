import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, instantOf } from '@consilium/shared/kernel/time.ts';
import { pino, type Logger } from 'pino';
import { openAccounts } from './access/accounts.ts';
import { makePeople } from './access/names.ts';
import { makeRateLimits } from './access/rate-limits.ts';
import { makeSessions } from './access/sessions.ts';
import { makeTickets } from './access/tickets.ts';
import type { Access } from './access/world.ts';
import { makeApp } from './app.ts';
import { makeInProcessBus } from './bus/in-process.ts';
import type { Bus } from './bus/port.ts';
import { makeRedisBus } from './bus/redis.ts';
import { openBlobs } from './blobs/open-blobs.ts';
import { calmLogger } from './calm-logger.ts';
import type { Config } from './config.ts';
import { makeAuthority } from './access/authority.ts';
import { makeAudit } from './log/audit.ts';
import { measureLog } from './log/measured-log.ts';
import { makeUpdateLog } from './log/update-log.ts';
import { makeRelay } from './relay/relay.ts';
import { noteOutages, soon } from './outages.ts';
import { makeMetrics } from './routes/metrics.ts';
import type { App } from './routes/mount.ts';
import { safeError } from './safe-error.ts';
import { openDatabase } from './storage/open-database.ts';
import type { Keys } from './storage/keys.ts';
import { readErasedList } from './storage/erased-list.ts';
import { renewBackups, upkeep } from './storage/upkeep.ts';
import { type Changes, makeChanges } from './work/changes.ts';
import { completeAllSubmitted } from './work/complete-readings.ts';
import { finishErasures } from './work/erase-item.ts';
import { watchRounds } from './work/rounds-watch.ts';
import type { Services } from './work/services.ts';

export interface OpenServer {
  readonly app: App;
  /** The sync sockets. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly services: Services;
  readonly logger: Logger;
  /** Hears once when the database is lost for good, and the process must end. */
  onFailure(listener: (error: Error) => void): void;
  close(): Promise<void>;
}

/**
 * Everything behind the port: storage, relay, routes.
 * @param pages serves what is not REST
 * @param clock of the work; sessions of signed-in people go by the machine's own
 */
export async function openServer(config: Config, keys: Keys, pages: (request: Request) => Promise<Response>, clock: Clock = () => instantOf(Date.now())): Promise<OpenServer> {
  const logger = pino({ level: process.env.LOG_LEVEL ?? 'warn', serializers: { error: safeError } });
  const calm = calmLogger(logger);
  const storage = await openDatabase(config, keys);
  const metrics = makeMetrics(() => ({ relay: () => relay.figures(), waiting: () => measured.waiting(), engines: () => outages.engines() }));
  const measured = measureLog(makeUpdateLog(storage, clock), metrics.durable);
  const { log } = measured;
  const audit = makeAudit(storage, clock);
  const blobs = await openBlobs(config, storage, clock);
  const accounts = await openAccounts(storage, config);
  const bus = config.redisUrl === undefined ? makeInProcessBus().join() : makeRedisBus(config.redisUrl, newId(), (error) => calm.warn({ error }, 'the bus'));
  const limits = makeRateLimits(config.redisUrl, (error) => calm.warn({ error }, 'the counts of attempts'));
  const changes = makeChanges(bus);
  const sessions = makeSessions({ accounts, db: storage.db, config, changes, clock });
  const tickets = makeTickets(accounts, sessions);
  const people = makePeople(storage.db, accounts);
  const authority = makeAuthority({ db: storage.db, audit, changes, config }, sessions, tickets);
  const relay = makeRelay({ log, bus, authority, logger: calm, catchUpMs: config.databaseUrl === undefined ? 0 : 2000 });
  const services: Services = { config, db: storage.db, log, audit, blobs, relay, changes, people, clock, newId, renewBackups: (before) => renewBackups(storage, config.dataDirectory, clock(), before) };
  await finishErasures(services, readErasedList(config.dataDirectory));
  for (const error of await completeAllSubmitted(services)) logger.error({ error }, 'a case that is wholly submitted was not compared');
  const access: Access = { services, accounts, sessions, tickets, authority, limits };
  const stopWatching = watchRounds(services);
  const stopLooking = lookWhileUnreached(config, bus, changes);
  const stopSigning = signHeads(audit, logger);
  const tendStorage = () => upkeep(storage, config.dataDirectory, clock()).catch((error: unknown) => logger.error({ error }, 'the daily backup failed'));
  const tending = setInterval(tendStorage, 3600_000);
  const answers = async () => (await storage.db.selectFrom('settings').select('key').limit(1).execute()).length <= 1;
  const outages = noteOutages(outside(config, { database: answers, bus: async () => bus.reachesOthers(), store: blobs.isThere }), logger);
  return {
    app: makeApp({ access, metrics, logger, pages, isReady: () => soon(answers), hasFailedSince: storage.hasFailedSince, isDatabaseLost: () => outages.engines()['the database'] === false }),
    upgrade: (request, socket, head) => relay.handleUpgrade(request, socket, head),
    services,
    logger,
    onFailure: (listener) => storage.onFailure(listener),
    async close() {
      outages.stop();
      stopWatching();
      stopLooking();
      clearInterval(tending);
      await relay.stop();
      await stopSigning();
      await log.close();
      limits.close();
      await bus.close();
      await storage.close();
    },
  };
}

/** The engines that may be lost while this process lives. */
const outside = ({ databaseUrl, redisUrl, s3 }: Config, answers: Readonly<Record<'database' | 'bus' | 'store', () => Promise<boolean>>>): Record<string, () => Promise<boolean>> => ({
  ...(databaseUrl === undefined ? {} : { 'the database': answers.database }),
  ...(redisUrl === undefined ? {} : { 'the bus': answers.bus }),
  ...(s3 === undefined ? {} : { 'the file store': answers.store }),
});

/** Several servers over one database that cannot reach each other ask every 5 s whether somebody's rights were changed elsewhere. @returns how to stop */
function lookWhileUnreached(config: Config, bus: Bus, changes: Changes): () => void {
  if (config.databaseUrl === undefined) return () => {};
  const timer = setInterval(() => !bus.reachesOthers() && changes.lookAgain(), 5000);
  return () => clearInterval(timer);
}

/** Signs the audit trail's head every hour and at the end, so that a cut can be seen. @returns how to stop */
function signHeads(audit: Services['audit'], logger: Logger): () => Promise<void> {
  const sign = () => audit.signHead().then(() => {}, (error: unknown) => logger.error({ error }, 'the head of the audit trail was not signed'));
  const timer = setInterval(sign, 3600_000);
  return () => {
    clearInterval(timer);
    return sign();
  };
}

const newId = () => randomUUID().replaceAll('-', '');
