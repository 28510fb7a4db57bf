import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useMemo, useSyncExternalStore } from 'react';
import { thisDevice } from '../../sync/device.ts';
import type { ResponseOf } from '../../sync/endpoint-request.ts';
import { importsUnderWay } from '../../sync/imports-under-way.ts';
import { call } from '../../sync/rest.ts';
import { type Sending, sendFile } from './send-file.ts';
import { emptyQueue, nextToSend, totalsOf, type UploadEvent, type UploadQueue, uploadStep } from './upload-queue.ts';

type CasesMade = ResponseOf<typeof endpoints.finishImport>;

const atOnce = 3;
const toldEveryMs = 50;

export interface UploadState {
  readonly queue: UploadQueue;
  readonly importId: string | undefined;
  /** the cases made of its files; `undefined` until somebody asked for them */
  readonly cases: CasesMade['items'] | undefined;
  /** stored files of which no cases have been asked for */
  readonly waiting: number;
}

const begun: UploadState = { queue: emptyQueue, importId: undefined, cases: undefined, waiting: 0 };

/** An import into a project: sends what may be sent, hears what became of it, waits out a broken link. It goes on whichever screen is shown. */
export class Upload {
  readonly #project: string;
  readonly #listeners = new Set<() => void>();
  readonly #sendings = new Map<number, Sending>();
  #state = begun;
  #shown = begun;
  #files: File[] = [];
  #importId: Promise<string | undefined> | undefined;
  #storedWhenMade = 0;
  #isTelling = false;

  constructor(project: string) {
    this.#project = project;
  }

  state = (): UploadState => this.#shown;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether everything has come and cases were made of it: what is added now is another import. */
  get isOver(): boolean {
    const { queue, cases, waiting } = this.#state;
    return cases !== undefined && waiting === 0 && leftOf(queue) === 0;
  }

  add(added: readonly { readonly name: string; readonly file: File }[]): void {
    if (this.isOver) {
      this.#state = begun;
      this.#files = [];
      this.#importId = undefined;
      this.#storedWhenMade = 0;
    }
    this.#files.push(...added.map(({ file }) => file));
    this.#apply({ type: 'added', files: added.map(({ name, file }) => ({ name, size: file.size })) });
  }

  pause(): void {
    this.#apply({ type: 'paused' });
    for (const sending of this.#sendings.values()) sending.stop();
  }

  resume(): void {
    this.retry();
    this.#apply({ type: 'resumed' });
  }

  /** Sends again what a broken link has stopped. */
  retry(): void {
    if (totalsOf(this.#state.queue).failed > 0) this.#apply({ type: 'retried' });
  }

  /** Cases were made of what had come. @param stored how many files were stored when they were asked for: what came meanwhile still waits */
  made({ items, files }: CasesMade, stored: number): void {
    this.#state = { ...this.#state, cases: [...(this.#state.cases ?? []), ...items] };
    const cameMeanwhile = totalsOf(this.#state.queue).stored - stored;
    const queue = uploadStep(this.#state.queue, { type: 'made', files });
    this.#storedWhenMade = totalsOf(queue).stored - cameMeanwhile;
    this.#go(queue);
  }

  #apply(event: UploadEvent): void {
    this.#go(uploadStep(this.#state.queue, event));
  }

  #go(after: UploadQueue): void {
    const next = nextToSend(after, atOnce);
    const queue = next.reduce<UploadQueue>((all, { key }) => uploadStep(all, { type: 'started', key }), after);
    this.#state = { ...this.#state, queue, waiting: totalsOf(queue).stored - this.#storedWhenMade };
    for (const { key, name } of next) void this.#send(key, name);
    this.#tell();
  }

  async #send(key: number, name: string): Promise<void> {
    const file = this.#files[key];
    this.#importId ??= startImport(this.#project);
    const starting = this.#importId;
    const importId = await starting;
    if (importId === undefined || file === undefined) {
      if (this.#importId === starting) this.#importId = undefined; // not one that was begun meanwhile: all files of a series go into the same
      return this.#apply({ type: 'failed', key, message: 'The server cannot be reached. It is tried again when it is back.' });
    }
    this.#state = { ...this.#state, importId };
    if (this.#state.queue.isPaused) return this.#apply({ type: 'interrupted', key });
    const sending = sendFile(this.#project, importId, name, file, (sent) => this.#apply({ type: 'progressed', key, sent }));
    this.#sendings.set(key, sending);
    const answer = await sending.answer;
    this.#sendings.delete(key);
    if (answer.ok) this.#apply({ type: 'answered', key, answer: answer.value });
    else if (answer.error.type === 'Stopped') this.#apply({ type: 'interrupted', key });
    else this.#apply({ type: 'failed', key, message: answer.error.message });
  }

  /** Not after each event: a small file brings three of them within milliseconds. */
  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      this.#shown = this.#state;
      const { queue } = this.#shown;
      const { bytes, bytesDone } = totalsOf(queue);
      const left = leftOf(queue);
      importsUnderWay.tell(this.#project, left > 0 ? { percent: bytes > 0 ? Math.floor((100 * bytesDone) / bytes) : 0, left } : undefined);
      for (const listener of this.#listeners) listener();
    }, toldEveryMs);
  }
}

const leftOf = (queue: UploadQueue): number => {
  const { files, done } = totalsOf(queue);
  return files - done;
};

async function startImport(project: string): Promise<string | undefined> {
  const started = await call(endpoints.startImport, { params: { project } });
  return started.ok ? started.value.import : undefined;
}

const uploads = new Map<string, Upload>();

/** The import under way into a project, or a new one. */
function uploadInto(project: string): Upload {
  const known = uploads.get(project);
  if (known !== undefined && !known.isOver) return known;
  if (uploads.size === 0) watch();
  const upload = new Upload(project);
  uploads.set(project, upload);
  return upload;
}

function watch(): void {
  thisDevice().onLinkUp(() => {
    for (const upload of uploads.values()) upload.retry();
  });
  addEventListener('beforeunload', (event) => {
    if (importsUnderWay.current().size > 0) event.preventDefault(); // the files would have to be chosen again
  });
}

export function useUpload(project: string): { readonly upload: Upload; readonly state: UploadState } {
  const upload = useMemo(() => uploadInto(project), [project]);
  return { upload, state: useSyncExternalStore(upload.subscribe, upload.state) };
}
