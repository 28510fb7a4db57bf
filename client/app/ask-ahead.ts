import type { QueryClient } from '@tanstack/react-query';

/** What the address shows is asked for while the app is still being put together, all at once (rule OPEN6). @param path of the page, `/items/…` */
export function askAhead(queries: QueryClient, path: string): void {
  if (/^\/(sign-in|invitation|new-password)/.test(path)) return; // nobody is signed in there
  void import('../sync/me.ts').then(({ askMe }) => askMe(queries), () => undefined); // asked again where it is shown
  const [, item] = /^\/items\/([^/]+)$/.exec(path) ?? [];
  if (item !== undefined) void import('../features/annotate/ask-case-ahead.ts').then(({ askCaseAhead }) => askCaseAhead(queries, item), () => undefined);
}
