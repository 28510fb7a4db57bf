import type { Config } from '../config.ts';

/**
 * Whether a request that changes something, or opens a socket, comes from our own pages. Browsers always say where such a request
 * comes from; a program that says nothing carries no cookie it was not given.
 */
export function isFromOurPages(headers: Headers, config: Pick<Config, 'publicUrl'>): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return origin === new URL(config.publicUrl).origin || hostOf(origin) === headers.get('host');
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined); // `null` is no origin
