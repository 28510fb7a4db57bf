const words: Readonly<Record<string, string>> = {
  'read-only': 'you may not change this any more',
  frozen: 'it has been handed in or signed',
  root: 'it does not belong in this document',
  'foreign-client': 'it was taken for somebody else’s',
  'foreign-content': 'it belongs to somebody else',
  'too-many-refused': 'too much was refused just before it for the server to look at it',
};

/** The relay's reasons, for people; one it does not know stands as it is. */
export const reasonInWords = (reason: string): string => words[reason] ?? reason;
