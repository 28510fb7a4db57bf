import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { type Problem, ProblemSchema } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { type ImportFile, ImportFileSchema } from '@consilium/shared/wire/rest/projects.ts';
import { endpointAddress } from '../../sync/endpoint-request.ts';

export interface Sending {
  readonly answer: Promise<Result<ImportFile, Problem>>;
  stop(): void;
}

/** Sends one file with its hash. XMLHttpRequest, because `fetch` cannot tell how much has gone out. `Stopped` after `stop()`. */
export function sendFile(
  project: string,
  importId: string,
  name: string,
  file: File,
  onProgress: (sent: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  let isStopped = false;
  const answer = (async (): Promise<Result<ImportFile, Problem>> => {
    const hash = await sha256(file).catch(() => 'unreadable' as const);
    if (hash === 'unreadable') return failed(unreadable);
    if (isStopped) return failed({ type: 'Stopped', message: 'Paused' });
    return await new Promise((resolve) => {
      request.open(
        endpoints.importFile.method,
        endpointAddress(endpoints.importFile, { params: { project, import: importId }, query: { name } }),
      );
      request.setRequestHeader('content-type', 'application/octet-stream');
      if (hash) request.setRequestHeader('x-content-sha256', hash);
      request.upload.onprogress = (event) => onProgress(event.loaded);
      request.onload = () => resolve(readAnswer(request));
      request.onerror = () =>
        resolve(failed({ type: 'Offline', message: 'The link broke. It is tried again when it is back.' }));
      request.onabort = () => resolve(failed({ type: 'Stopped', message: 'Paused' }));
      request.send(file);
    });
  })();
  return {
    answer,
    stop: () => {
      isStopped = true;
      request.abort();
    },
  };
}

const unreadable: Problem = {
  type: 'NotReadable',
  message: 'This file cannot be read: it was changed or moved since it was chosen, or is too large for this browser. Choose it again.',
};

function readAnswer(request: XMLHttpRequest): Result<ImportFile, Problem> {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    body = undefined; // not JSON: a gateway spoke
  }
  const file = ImportFileSchema.safeParse(body);
  if (file.success) return ok(file.data);
  const problem = ProblemSchema.safeParse(body);
  return failed(
    problem.success
      ? problem.data.error
      : { type: 'Unreadable', message: `The server answered ${request.status} without saying why.` },
  );
}

async function sha256(file: File): Promise<string | undefined> {
  if (globalThis.crypto?.subtle === undefined) return undefined; // only in secure contexts; the server hashes in any case
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
