import { failed, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';

/** Why something asked for is not done; the routes answer with this status and these words. */
export interface Refusal extends Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503 | 507;
}

/** What every work function answers. */
export type Answer<T> = Promise<Result<T, Refusal>>;

export const refuse = (status: Refusal['status'], type: string, message: string, details?: unknown): { readonly ok: false; readonly error: Refusal } =>
  failed({ status, type, message, ...(details === undefined ? {} : { details }) });

/** One answer for what is not there and for what is not theirs to see: nobody learns which. */
export const notFound = () => refuse(404, 'NotFound', 'There is nothing here, or it is not shared with you. Check the address, or ask the lead of the project.');

export const forbidden = (message = 'Your role in this project does not allow this. Ask the lead of the project.') => refuse(403, 'Forbidden', message);

export const tooManyAttempts = (waitSeconds: number) => refuse(429, 'TooManyAttempts', `Too many attempts. Wait ${waitSeconds} seconds, then try again.`);
