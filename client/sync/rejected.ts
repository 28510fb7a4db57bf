import { notify } from '../ui/notify.ts';
import type { RejectedPiece } from './begin-again.ts';
import { now } from './save-facts.ts';
import type { DeviceDatabase } from './store/database.ts';

/** Names, tells and keeps what could not go in. @returns whether this device has it now */
export async function keepRejected(database: DeviceDatabase, document: string, pieces: readonly RejectedPiece[]): Promise<boolean> {
  const rows = pieces.map((piece) => ({ document, ...piece, at: now() }));
  const isKept = await database.rejected.bulkAdd(rows).then(() => true, () => false);
  notify(rejectedInWords(pieces.map(({ words }) => words), isKept), 'stop');
  return isKept;
}

/** What waited in a document that may not be opened any more, as one piece. */
export const laidAsideInWords = (document: string, waiting: number): string =>
  `${waiting === 1 ? '1 change' : `${waiting} changes`} in a ${document.slice(0, document.indexOf('/'))}: it is not open to you any more`;

function rejectedInWords(words: readonly string[], isKept: boolean): string {
  const [first = ''] = words;
  const more = words.length === 1 ? '' : ` and ${words.length - 1} more`;
  const where = isKept ? 'It is kept on this device' : 'This device has no room to lay it aside, so it stays with what waits: free some space';
  return `The server did not take ${first}${more}. ${where}; “Save a copy of my unsynced work” in your menu writes it to a file.`;
}
