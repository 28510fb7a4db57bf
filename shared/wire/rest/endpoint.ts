import * as z from 'zod/mini';

type Schema = z.ZodMiniType;

/** One REST route as data: the server mounts it, the client calls it, OpenAPI describes it, all from this. Paths are under `/api/v1`. */
export interface Endpoint<
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Response extends Schema = Schema,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` parts are opaque ids */
  readonly path: string;
  readonly summary: string;
  readonly query: Query;
  /** JSON; `nothing` for routes without one */
  readonly body: Body;
  /** JSON; `bytes` marks routes that answer with something else */
  readonly response: Response;
}

export const nothing = z.object({});
export const bytes = z.unknown();

/** A route; `query`, `body` and `response` default to nothing. */
export function endpoint<
  Q extends Schema = typeof nothing,
  B extends Schema = typeof nothing,
  R extends Schema = typeof nothing,
>(
  method: Endpoint['method'],
  path: string,
  summary: string,
  parts: { query?: Q; body?: B; response?: R } = {},
): Endpoint<Q, B, R> {
  // The defaults stand exactly where their type parameter was not given.
  return {
    method,
    path,
    summary,
    query: parts.query ?? (nothing as never),
    body: parts.body ?? (nothing as never),
    response: parts.response ?? (nothing as never),
  };
}

/** Every refusal has this body: `type` for programs, `message` says what, where and what to do. */
export const ProblemSchema = z.object({
  error: z.object({ type: z.string(), message: z.string(), details: z.optional(z.unknown()) }),
});
export type Problem = z.infer<typeof ProblemSchema>['error'];
