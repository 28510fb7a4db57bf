import type { OwnEngines } from '../harness/engines/own.ts';
import type { Link } from '../harness/link.ts';
import type { RunningServer } from '../harness/server.ts';
import type { SteadyWriter } from '../harness/steady-writer.ts';

export interface Site {
  readonly engines: OwnEngines;
  /** the way to the store of files, which others use too; `undefined` where there is none */
  readonly store: Link | undefined;
  /** as they are now: `restart` puts another into the place */
  readonly servers: readonly RunningServer[];
  restart(at: number): Promise<void>;
  readonly writers: readonly SteadyWriter[];
  /** of somebody who is signed in */
  readonly cookie: string;
}

export interface Suffered {
  readonly what: string;
  /** milliseconds from the end of the fault until everybody had been acknowledged something new */
  readonly againMs: number;
  /** acknowledgements while there was no database: none may be */
  readonly acknowledgedMeanwhile: number;
  /** whether every relay said what it is, ready or not, and answered a request accordingly, within three seconds */
  readonly isToldByReadiness: boolean;
  /** whether the figures of every relay named what was lost, and later that it is back; undefined where nothing outside was */
  readonly isToldByFigures?: boolean;
}

export type Fault = (site: Site) => Promise<Suffered>;

/** Its people go to the other one; it comes back, and they may be on either. */
export const relayKilled = (at: number): Fault => async (site) => {
  await untilAllWrite(site);
  await site.servers[at]!.kill();
  const againMs = await untilAllWrite(site);
  await site.restart(at);
  return { what: `relay ${at + 1} killed`, againMs, acknowledgedMeanwhile: 0, isToldByReadiness: true };
};

/** Nobody should feel it but by slower news between relays: they count from the moment it is gone. */
export const withoutRedis = (milliseconds: number): Fault => async (site) => {
  await untilAllWrite(site);
  await site.engines.redis.stop('SIGKILL');
  const againMs = await untilAllWrite(site);
  const isToldByReadiness = await haveAllSaid(site, true);
  await pause(milliseconds);
  await site.engines.redis.start();
  return { what: `Redis gone for ${milliseconds} ms`, againMs, acknowledgedMeanwhile: 0, isToldByReadiness };
};

/** As `pg_ctl stop -m immediate`: nothing is finished, and the database recovers from its log. */
export const withoutPostgres = (milliseconds: number): Fault => async (site) => {
  await untilAllWrite(site);
  await site.engines.postgres.stop('SIGQUIT');
  const before = milliseconds === 0 ? 0 : await acknowledgedBefore(site);
  const isDown = milliseconds === 0 || (await haveAllSaid(site, false));
  await pause(milliseconds);
  const acknowledgedMeanwhile = milliseconds === 0 ? 0 : acknowledged(site) - before;
  await site.engines.postgres.start();
  const againMs = await untilAllWrite(site);
  return { what: `PostgreSQL gone for ${milliseconds} ms`, againMs, acknowledgedMeanwhile, isToldByReadiness: isDown && (await haveAllSaid(site, true)) };
};

/** It takes connections and answers nothing, and nobody is told by the system: they must look at the clock. */
export const frozenPostgres = (milliseconds: number): Fault => async (site) => {
  await untilAllWrite(site);
  site.engines.postgres.freeze();
  const before = await acknowledgedBefore(site);
  const frozenAt = Date.now();
  const isDown = await soonSo(() => haveAllSaid(site, false));
  const isNamed = await soonSo(() => haveAllNamed(site, 'the database', false));
  await pause(Math.max(0, milliseconds - (Date.now() - frozenAt)));
  const acknowledgedMeanwhile = acknowledged(site) - before;
  site.engines.postgres.thaw();
  const againMs = await untilAllWrite(site);
  const isUp = await soonSo(() => haveAllSaid(site, true));
  return { what: `PostgreSQL frozen for ${milliseconds} ms`, againMs, acknowledgedMeanwhile, isToldByReadiness: isDown && isUp, isToldByFigures: isNamed && (await soonSo(() => haveAllNamed(site, 'the database', true))) };
};

export const frozenRedis = (milliseconds: number): Fault => async (site) => {
  await untilAllWrite(site);
  site.engines.redis.freeze();
  const againMs = await untilAllWrite(site);
  const isNamed = await soonSo(() => haveAllNamed(site, 'the bus', false));
  const isToldByReadiness = await haveAllSaid(site, true);
  await pause(milliseconds);
  site.engines.redis.thaw();
  return { what: `Redis frozen for ${milliseconds} ms`, againMs, acknowledgedMeanwhile: 0, isToldByReadiness, isToldByFigures: isNamed && (await soonSo(() => haveAllNamed(site, 'the bus', true))) };
};

/** Work on documents goes on; files that are sent or asked for meanwhile are told to try again. @param how `cut`: gone; `freeze`: there, and silent */
export const withoutStore = (how: 'cut' | 'freeze', milliseconds: number): Fault => async (site) => {
  const what = `S3 ${how === 'cut' ? 'gone' : 'frozen'} for ${milliseconds} ms`;
  await untilAllWrite(site);
  site.store?.[how]();
  const againMs = await untilAllWrite(site);
  const isNamed = site.store === undefined || (await soonSo(() => haveAllNamed(site, 'the file store', false)));
  const isToldByReadiness = await haveAllSaid(site, true);
  await pause(milliseconds);
  site.store?.[how === 'cut' ? 'mend' : 'thaw']();
  return { what, againMs, acknowledgedMeanwhile: 0, isToldByReadiness, isToldByFigures: isNamed && (site.store === undefined || (await soonSo(() => haveAllNamed(site, 'the file store', true)))) };
};

/** Two at once. */
export const together = (one: Fault, other: Fault): Fault => async (site) => {
  const [a, b] = await Promise.all([one(site), other(site)]);
  return {
    what: `${a.what}, ${b.what}`, againMs: Math.max(a.againMs, b.againMs), acknowledgedMeanwhile: a.acknowledgedMeanwhile + b.acknowledgedMeanwhile,
    isToldByReadiness: a.isToldByReadiness && b.isToldByReadiness, isToldByFigures: a.isToldByFigures !== false && b.isToldByFigures !== false,
  };
};

const acknowledged = ({ writers }: Site): number => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);

/** What was committed before the database went is still being told, on a busy machine for a while. */
async function acknowledgedBefore(site: Site): Promise<number> {
  let last = -1;
  for (const end = Date.now() + 5000; last !== acknowledged(site) && Date.now() < end; await pause(300)) last = acknowledged(site);
  return acknowledged(site);
}

/** @returns how long it took until everybody had something new acknowledged */
async function untilAllWrite({ writers }: Site): Promise<number> {
  const began = Date.now();
  const before = writers.map((writer) => writer.acknowledged.size);
  while (writers.some((writer, at) => writer.acknowledged.size === before[at])) {
    if (Date.now() - began > 60_000) throw new Error('somebody could not write for a minute');
    await pause(5);
  }
  return Date.now() - began;
}

async function haveAllSaid({ servers, cookie }: Site, isReady: boolean): Promise<boolean> {
  const status = (url: string) => fetch(url, { headers: { cookie }, signal: AbortSignal.timeout(3000) }).then((response) => response.status, () => undefined);
  const said = await Promise.all(servers.flatMap(({ url }) => [status(`${url}/readyz`), status(`${url}/api/v1/me`)]));
  return said.every((one) => one === (isReady ? 200 : 503));
}

/** Whether every relay is alive and its figures say of an engine that it is there, or is not. */
async function haveAllNamed({ servers, cookie }: Site, engine: string, isUp: boolean): Promise<boolean> {
  const text = (url: string) => fetch(url, { headers: { cookie }, signal: AbortSignal.timeout(3000) }).then((response) => response.text(), () => '');
  const figures = await Promise.all(servers.map(({ url }) => text(`${url}/metrics`)));
  const alive = await Promise.all(servers.map(({ url }) => text(`${url}/healthz`)));
  return alive.every((one) => one === '{"isAlive":true}') && figures.every((one) => one.includes(`consilium_engine_up{engine="${engine}"} ${isUp ? 1 : 0}`));
}

/** Within ten seconds. */
async function soonSo(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(100)) if (await isSo()) return true;
  return false;
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
