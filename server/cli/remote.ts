import { type Endpoint, ProblemSchema } from '@consilium/shared/wire/rest/endpoint.ts';
import type * as z from 'zod/mini';
import { Failure, tell } from './outcome.ts';

interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A running server, asked with an API token. */
export interface Remote {
  call<E extends Endpoint>(endpoint: E, call?: Call): Promise<z.output<E['response']>>;
  /** for endpoints that answer with bytes */
  fetch(endpoint: Endpoint, call?: Call): Promise<Response>;
}

export function remoteAt(url: string, token: string | undefined): Remote {
  const given = token ?? process.env.CONSILIUM_TOKEN;
  if (given === undefined || given === '')
    throw new Failure(
      '--url needs an API token: give --token, or set CONSILIUM_TOKEN. Tokens are made in the settings of your account.',
    );
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Failure(`${url} is no address of a server, such as https://consilium.example.org.`);
  tell(`Working through ${url}.`);
  const fetchOne = async (endpoint: Endpoint, { params = {}, query = {}, body }: Call = {}): Promise<Response> => {
    const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const isRaw = body instanceof Uint8Array;
    const response = await fetch(new URL(`/api/v1${path}?${new URLSearchParams(query)}`, url), {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${given}`,
        'content-type': isRaw ? 'application/octet-stream' : 'application/json',
      },
      ...(endpoint.method === 'GET' ? {} : { body: isRaw ? new Uint8Array(body) : JSON.stringify(body ?? {}) }),
    });
    if (!response.ok) throw new Failure(await problemOf(response));
    return response;
  };
  return {
    fetch: fetchOne,
    async call<E extends Endpoint>(endpoint: E, call?: Call) {
      const read = endpoint.response.safeParse(await (await fetchOne(endpoint, call)).json());
      if (!read.success)
        throw new Failure(
          'The server answers in a way that this version does not understand. Use the command line of the same version.',
        );
      return read.data as z.output<E['response']>; // read by this very schema
    },
  };
}

async function problemOf(response: Response): Promise<string> {
  const problem = ProblemSchema.safeParse(await response.json().catch(() => undefined)); // not JSON: the status says what there is to say
  return problem.success ? problem.data.error.message : `The server answers with status ${response.status}.`;
}
