import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, url-safe: invitations, API tokens, tickets. Shown once; only its hash is kept. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 is enough for what is random already; nothing slower is needed. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
