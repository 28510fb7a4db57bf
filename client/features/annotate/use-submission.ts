import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { readDocument } from '@consilium/shared/document/read.ts';
import { nextToRead } from '../../sync/my-queue.ts';
import { submitReading } from '../../sync/outbox.ts';
import { useSubmissionsHere } from '../../sync/submissions-here.ts';
import { notify } from '../../ui/notify.ts';
import type { Case } from './use-case.ts';
import { copyingOps, type Reading } from './use-reading.ts';

export interface Submission {
  readonly isAsked: boolean;
  /** asked at least once: what is missing stays marked */
  readonly wasAsked: boolean;
  readonly ask: () => void;
  readonly close: () => void;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  /** made here, and handed in when the server is back */
  readonly isQueued: boolean;
  readonly submit: () => Promise<void>;
}

/** Hands the reading in, or keeps it to be handed in, and goes on to the next case to be read; to the queue after the last. */
export function useSubmission(opened: Case, reading: Reading): Submission {
  const [isAsked, setIsAsked] = useState(false);
  const [wasAsked, setWasAsked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const queries = useQueryClient();
  const go = useNavigate();
  const { item, protocol } = opened;
  const isQueued = useSubmissionsHere()?.some((row) => row.item === item.id) ?? false;

  const submit = async (): Promise<void> => {
    const { own } = reading;
    if (!own) return;
    setIsBusy(true);
    setProblem(undefined);
    if (reading.isShared) own.apply(copyingOps(reading.values, readDocument(own.doc)));
    const outcome = await submitReading({ item: item.id, document: own.name, protocolVersion: protocol.version });
    setIsBusy(false);
    if (outcome.type === 'refused') return setProblem(outcome.problem.message);
    setIsAsked(false);
    const isTaken = outcome.type === 'submitted';
    notify(isTaken ? `${item.name} is submitted.` : `${item.name} is kept here and will be submitted when the server is back.`, isTaken ? 'done' : 'attention');
    const [next] = await Promise.all([nextToRead(queries, item.project, item.id, isTaken), isTaken && opened.refetch()]);
    void go({ to: next === undefined ? `/projects/${item.project}/queue` : `/items/${next}` });
  };
  const ask = useCallback((): void => {
    setProblem(undefined);
    setIsAsked(true);
    setWasAsked(true);
  }, []);
  return { isAsked, wasAsked, ask, close: () => setIsAsked(false), isBusy, problem, isQueued, submit };
}
