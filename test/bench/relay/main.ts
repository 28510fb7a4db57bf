/**
 * `npm run bench:relay [-- --json] [-- part…]`: the relay beside a bare `ws` broadcast and `@y/websocket-server`, each in a
 * process of its own and the load in another. Only ratios of one run count; each figure is the median of the rounds.
 */
import { asTable, type BenchRow } from '../row.ts';
import { guardRows } from './guard.ts';
import { installPeer } from './peer.ts';
import { measure, parts } from './parts.ts';

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isWanted = (part: string): boolean => wanted.length === 0 || wanted.some((word) => part === word || part.startsWith(`${word}-`));
const peer = process.argv.includes('--no-peer') ? undefined : installPeer();

const rows: BenchRow[] = [];
if (isWanted('guard')) rows.push(...guardRows());
for (const part of parts) {
  if (!isWanted(part.name)) continue;
  process.stderr.write(`${part.name} …\n`);
  rows.push(...(await measure(part, peer)));
}
process.stdout.write(
  process.argv.includes('--json') ? `${JSON.stringify(rows, undefined, 2)}\n` : asTable('Relay (guard, fsync and acknowledgement on)', rows),
);
