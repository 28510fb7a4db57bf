/** Something that a person at the terminal can mend: told in one line, without a stack. */
export class Failure extends Error {}

/** One JSON value on one line of standard output. */
export const printLine = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** For people: never mixed into what programs read. */
export const tell = (words: string): void => void process.stderr.write(`${words.replaceAll(/\s*\n\s*/g, ' ')}\n`);

/** Ends the command as failed, without cutting off what is still being written. */
export const markFailed = (): void => {
  process.exitCode = 1;
};

/** The words of anything thrown; system errors by their code and path. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '';
  if (code === 'ENOENT') return `${path} is not there.`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read or written by you.`;
  if (code === 'EISDIR') return `${path || 'It'} is a folder, not a file.`;
  if (code === 'ENOSPC') return 'The disk is full.';
  if (error instanceof TypeError && error.message === 'fetch failed')
    return `The server cannot be reached: ${wordsOf(error.cause)}`;
  return error.message;
}
