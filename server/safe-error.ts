/** What of an error may stand in a log. */
export interface SafeError {
  readonly type: string;
  readonly code: string | undefined;
  /** without what is quoted or bracketed: databases and parsers quote what they were given, and that may be a patient's */
  readonly message: string;
  readonly at: readonly string[];
}

/** Describes an error by its kind, code and place, and repeats nothing of the data it was about. */
export function safeError(error: unknown): SafeError | string {
  if (!(error instanceof Error)) return typeof error === 'string' ? withoutQuotes(error) : typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { type: error.name, code, message: withoutQuotes(error.message), at: framesOf(error) };
}

const withoutQuotes = (text: string): string => text.replace(/["'`“«({[].*["'`”»)}\]]/s, '…').slice(0, 200);

const framesOf = ({ stack = '' }: Error): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
