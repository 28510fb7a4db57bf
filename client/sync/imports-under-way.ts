import { useSyncExternalStore } from 'react';

/** An import that this page is sending. */
export interface ImportUnderWay {
  /** how much has gone, in whole percent */
  readonly percent: number;
  /** files that have not */
  readonly left: number;
}

let underWay: ReadonlyMap<string, ImportUnderWay> = new Map();
let isAgreed = false;
const listeners = new Set<() => void>();

/** What is being imported, by project, as the data screen tells it: the files lie in this page alone. */
export const importsUnderWay = {
  current: () => underWay,
  tell(project: string, now: ImportUnderWay | undefined): void {
    if (isAgreed) return;
    const last = underWay.get(project);
    if (last?.percent === now?.percent && last?.left === now?.left) return;
    underWay = new Map([...underWay].filter(([id]) => id !== project).concat(now ? [[project, now]] : []));
    for (const listener of listeners) listener();
  },
  /** The person has agreed to leave: nobody is to ask again. */
  forget(): void {
    isAgreed = true;
    underWay = new Map();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useImportUnderWay = (project: string | undefined): ImportUnderWay | undefined =>
  useSyncExternalStore(importsUnderWay.subscribe, () => (project === undefined ? undefined : underWay.get(project)));
