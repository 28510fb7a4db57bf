import { notify } from '../ui/notify.ts';
import type { RejectedPiece } from './begin-again.ts';
import { now } from './save-facts.ts';
import type { DeviceDatabase } from './store/database.ts';

/** Names, tells and keeps what could not go in. @returns whether this device has it now */
export function keepRejected(database: DeviceDatabase, document: string, pieces: readonly RejectedPiece[]): Promise<boolean> {
  notify(rejectedInWords(pieces.map(({ words }) => words)), 'stop');
  const rows = pieces.map((piece) => ({ document, ...piece, at: now() }));
  return database.rejected.bulkAdd(rows).then(
    () => true,
    () => false, // it stays in the list on the screen
  );
}

/** What waited in a document that may not be opened any more, as one piece. */
export const laidAsideInWords = (document: string, waiting: number): string =>
  `${waiting === 1 ? '1 change' : `${waiting} changes`} in a ${document.slice(0, document.indexOf('/'))}: it is not open to you any more`;

function rejectedInWords(words: readonly string[]): string {
  const [first = ''] = words;
  const more = words.length === 1 ? '' : ` and ${words.length - 1} more`;
  return `The server did not take ${first}${more}. It is kept on this device; “Save a copy of my unsynced work” in your menu writes it to a file.`;
}
