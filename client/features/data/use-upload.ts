import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { ImportFile } from '@consilium/shared/wire/rest/projects.ts';
import { useEffect, useReducer, useRef } from 'react';
import { call } from '../../sync/rest.ts';
import { type Sending, sendFile } from './send-file.ts';
import { emptyQueue, nextToSend, type UploadEvent, type UploadQueue, uploadStep } from './upload-queue.ts';

const atOnce = 3;

export interface Upload {
  readonly queue: UploadQueue;
  readonly importId: string | undefined;
  add(files: readonly { name: string; file: File }[]): void;
  /** what became of the files once items were made of them */
  made(files: readonly Pick<ImportFile, 'name' | 'state' | 'message'>[]): void;
  pause(): void;
  resume(): void;
}

/** Drives the queue: starts what may start, hears what became of it, waits out a broken link. */
export function useUpload(project: string): Upload {
  const [queue, dispatch] = useReducer(
    (state: UploadQueue, event: UploadEvent) => uploadStep(state, event),
    emptyQueue,
  );
  const files = useRef<File[]>([]);
  const sendings = useRef(new Map<number, Sending>());
  const importId = useRef<Promise<string | undefined>>(undefined);
  const known = useRef<string>(undefined);

  useEffect(() => {
    for (const row of nextToSend(queue, atOnce)) {
      dispatch({ type: 'started', key: row.key });
      void start(row.key, row.name);
    }
  });
  const start = async (key: number, name: string): Promise<void> => {
    importId.current ??= startImport(project);
    const id = await importId.current;
    known.current = id;
    const file = files.current[key];
    if (!id || !file) {
      importId.current = undefined;
      return dispatch({ type: 'failed', key, message: 'The server cannot be reached.' });
    }
    const sending = sendFile(project, id, name, file, (sent) => dispatch({ type: 'progressed', key, sent }));
    sendings.current.set(key, sending);
    const answer = await sending.answer;
    sendings.current.delete(key);
    if (answer.ok) dispatch({ type: 'answered', key, answer: answer.value });
    else if (answer.error.type === 'Stopped') dispatch({ type: 'interrupted', key });
    else dispatch({ type: 'failed', key, message: answer.error.message });
  };
  useEffect(() => {
    const again = (): void => dispatch({ type: 'retried' });
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, []);
  return {
    queue,
    importId: known.current,
    add: (added) => {
      files.current.push(...added.map(({ file }) => file));
      dispatch({ type: 'added', files: added.map(({ name, file }) => ({ name, size: file.size })) });
    },
    made: (made) => dispatch({ type: 'made', files: made.map(({ name, state, message }) => ({ name, state, message })) }),
    pause: () => {
      dispatch({ type: 'paused' });
      for (const sending of sendings.current.values()) sending.stop();
    },
    resume: () => {
      dispatch({ type: 'retried' });
      dispatch({ type: 'resumed' });
    },
  };
}

async function startImport(project: string): Promise<string | undefined> {
  const started = await call(endpoints.startImport, { params: { project } });
  return started.ok ? started.value.import : undefined;
}
