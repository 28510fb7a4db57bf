import type { Result } from '@consilium/shared/kernel/result.ts';
import type { Endpoint, Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './call.ts';
import { type CallArgs, endpointPath, type Params, type ResponseOf } from './endpoint-request.ts';
import { keepAnswer, keptAnswer } from './kept-answers.ts';

export { call, callBytes } from './call.ts';

export interface EndpointAnswer<T> {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  refetch(): Promise<void>;
}

export interface EndpointOptions {
  readonly isEnabled?: boolean;
  readonly refetchEveryMs?: number;
}

/** A refusal travels through the query cache as a thrown value and comes out as `problem`. */
class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Follows one GET route; answers that serve offline work are kept on this device and given when the server is gone. */
export function useEndpoint<E extends Endpoint>(
  endpoint: E,
  args: Pick<CallArgs<E>, 'params' | 'query'> = {},
  options: EndpointOptions = {},
): EndpointAnswer<ResponseOf<E>> {
  const query = useQuery<ResponseOf<E>, Error>({
    queryKey: queryKey(endpoint, args),
    queryFn: ({ signal }) => answerOf(endpoint, { ...args, signal }),
    enabled: options.isEnabled ?? true,
    ...(options.refetchEveryMs === undefined ? {} : { refetchInterval: options.refetchEveryMs }),
  });
  const problem =
    query.error instanceof Refusal
      ? query.error.problem
      : query.error
        ? { type: 'Broken', message: query.error.message }
        : undefined;
  return { data: query.data, problem, isLoading: query.isLoading, refetch: async () => void (await query.refetch()) };
}

/** One answer for the query cache: from the server, else what is kept here; throws a `Refusal` otherwise. */
export async function answerOf<E extends Endpoint>(endpoint: E, args: CallArgs<E>): Promise<ResponseOf<E>> {
  const result = await call(endpoint, args);
  if (result.ok) {
    void keepAnswer(endpoint, args, result.value).catch(() => undefined); // it is kept when it is asked for again
    return result.value;
  }
  const kept = result.error.type === 'Offline' ? await keptAnswer(endpoint, args) : undefined;
  if (kept !== undefined) return kept;
  throw new Refusal(result.error);
}

/** The same question as `useEndpoint` asks, and the same place in the cache, for who asks it before or outside a screen. */
export const queryOf = <E extends Endpoint>(endpoint: E, args: Pick<CallArgs<E>, 'params' | 'query'>) => ({
  queryKey: queryKey(endpoint, args),
  queryFn: () => answerOf(endpoint, args),
});

/** `['/projects/p1/queue', query]`: the first member is the path, so that prefixes can be invalidated. */
const queryKey = (endpoint: Endpoint, args: { params?: Params; query?: unknown }): readonly unknown[] => [
  endpointPath(endpoint, args.params),
  args.query ?? {},
];

/**
 * Changes something; afterwards the queries whose path begins with one of `invalidates` are asked again (all, when not given).
 */
export function useCall<E extends Endpoint>(
  endpoint: E,
  invalidates?: readonly string[],
): { run(args?: CallArgs<E>): Promise<Result<ResponseOf<E>, Problem>>; readonly isRunning: boolean } {
  const client = useQueryClient();
  const mutation = useMutation({
    networkMode: 'always',
    mutationFn: (args: CallArgs<E>) => call(endpoint, args),
    onSuccess: async (result) => {
      if (result.ok)
        await client.invalidateQueries({
          predicate: ({ queryKey: [path] }) =>
            invalidates === undefined || invalidates.some((prefix) => String(path).startsWith(prefix)),
        });
    },
  });
  return { run: (args = {}) => mutation.mutateAsync(args), isRunning: mutation.isPending };
}
