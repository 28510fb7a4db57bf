import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import * as Y from 'yjs';
import { pushUntilJudged } from './ask-until-answered.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { call } from './call.ts';
import { type ChangeGroup, unsentGroups, updateOfGroup } from './rebase.ts';

export interface Rebased {
  /** the server's state with all that it took */
  readonly state: Uint8Array<ArrayBuffer>;
  readonly rejected: readonly {
    readonly group: ChangeGroup;
    readonly reason: string;
    readonly update: Uint8Array<ArrayBuffer>;
  }[];
}

/** A line that swallows everything says nothing for minutes, and nobody can go on writing in the document meanwhile: it is tried again. */
const answerMs = 20_000;

/**
 * After a rejection: takes the server's state and hands in, group by group under new client ids, what this device has beyond it.
 * What the server still refuses is given back, never dropped (rules REBASE1-3).
 * @param onRead told at the moment up to which what is in `mine` is handed in
 */
export async function rebaseDocument(name: string, mine: Y.Doc, onRead: () => void): Promise<Result<Rebased, Problem>> {
  const pulled = await call(endpoints.pull, {
    signal: AbortSignal.timeout(answerMs),
    body: { documents: [{ name, stateVector: bytesToBase64(Y.encodeStateVector(new Y.Doc())) }] },
  });
  if (!pulled.ok) return pulled;
  const theirs = new Y.Doc({ gc: false });
  const update = pulled.value.documents[0]?.update;
  if (update) Y.applyUpdate(theirs, base64ToBytes(update));
  const serverState = Y.encodeStateAsUpdate(theirs);
  const groups = unsentGroups(mine, theirs).map((group) => ({
    group,
    ...updateOfGroup(group, serverState, Math.random),
  }));
  onRead();
  const pushed = await pushUntilJudged(
    groups.map(({ clientId, update: one }) => ({ name, clientId, update: bytesToBase64(one) })),
    (documents) => call(endpoints.push, { signal: AbortSignal.timeout(answerMs), body: { documents } }),
    () => new Promise((done) => setTimeout(done, 1000)),
  );
  if (!pushed.ok) return failed(pushed.error);
  const rejected: Rebased['rejected'][number][] = [];
  groups.forEach(({ group, update: one }, at) => {
    const answer = pushed.value[at];
    if (answer?.isDurable) Y.applyUpdate(theirs, one);
    else rejected.push({ group, update: new Uint8Array(one), reason: answer?.reason ?? 'refused' });
  });
  return ok({ state: new Uint8Array(Y.encodeStateAsUpdate(theirs)), rejected });
}
