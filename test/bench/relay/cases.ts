import { coldLoad } from './cold-load.ts';
import { fanOut } from './fan-out.ts';
import { memory } from './memory.ts';
import { offlineEdits } from './offline-edits.ts';
import { manyRooms } from './rooms.ts';
import { storm } from './storm.ts';

/** What a case is given by the process that started it. */
export interface Bench {
  /** up to the document's name */
  readonly url: string;
  /** a broadcast without documents: nothing can be asked of it */
  readonly isBare: boolean;
  /** `memory` collects garbage first */
  askServer(what: 'cpu' | 'memory'): Promise<Told>;
  /** Ends the server in order and starts it on the same data. @returns its new url */
  restartServer(): Promise<string>;
}

export interface Told {
  readonly cpuMs: number;
  readonly rss: number;
  readonly held: number; // heap and buffers
}

/** @returns its figures by name */
export type Case = (bench: Bench) => Promise<Readonly<Record<string, number>>>;

export const cases: Readonly<Record<string, Case>> = {
  'fan-out-2': fanOut(2),
  'fan-out-20': fanOut(20),
  'fan-out-50': fanOut(50),
  rooms: manyRooms,
  offline: offlineEdits,
  storm,
  cold: coldLoad,
  memory: memory(2000),
  'memory-few': memory(300),
};
