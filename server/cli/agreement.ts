import { readFile } from 'node:fs/promises';
import { readRatings } from '@consilium/shared/agreement/ratings-table.ts';
import { statisticsOf } from '@consilium/shared/agreement/statistics.ts';
import { Failure, markFailed, printLine, tell, wordsOf } from './outcome.ts';

/** Agreement statistics of ratings tables (CSV or JSON): with `json` one line a file, else a list for people. */
export async function agreementOfFiles(files: readonly string[], { json = false }: { json?: boolean }): Promise<void> {
  for (const file of files) {
    const text = await readTable(file).catch((error: unknown) => ({ failure: wordsOf(error) }));
    const table = typeof text === 'string' ? readRatings(text, file) : undefined;
    if (table?.ok !== true) {
      const error = table === undefined ? (text as { failure: string }).failure : table.error.message; // no table: the file was not read
      if (json) printLine({ file, ok: false, error });
      tell(error.startsWith(file) ? error : `${file}: ${error}`);
      markFailed();
      continue;
    }
    const found = statisticsOf(table.value);
    if (json) printLine({ file, ...found });
    else process.stdout.write(inWords(file, found));
  }
}

async function readTable(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  if (text.includes('\0')) throw new Failure('This is no text: give a ratings table as CSV or JSON.');
  return text;
}

function inWords(file: string, { raters, units, statistics }: ReturnType<typeof statisticsOf>): string {
  const width = Math.max(0, ...Object.keys(statistics).map((name) => name.length));
  const lines = Object.entries(statistics).map(([name, value]) => `  ${name.padEnd(width)}  ${value.toFixed(4)}`);
  return `${file}: ${raters} raters, ${units} units\n${lines.join('\n')}\n`;
}
