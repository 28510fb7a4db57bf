import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import * as Y from 'yjs';
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
 */
export async function rebaseDocument(name: string, mine: Y.Doc): Promise<Result<Rebased, Problem>> {
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
  const pushed =
    groups.length === 0
      ? ok({ documents: [] })
      : await call(endpoints.push, {
          signal: AbortSignal.timeout(answerMs),
          body: {
            documents: groups.map(({ clientId, update: one }) => ({ name, clientId, update: bytesToBase64(one) })),
          },
        });
  if (!pushed.ok) return failed(pushed.error);
  const rejected: Rebased['rejected'][number][] = [];
  groups.forEach(({ group, update: one }, at) => {
    const answer = pushed.value.documents[at];
    if (answer?.isDurable) Y.applyUpdate(theirs, one);
    else rejected.push({ group, update: new Uint8Array(one), reason: answer?.reason ?? 'refused' });
  });
  return ok({ state: new Uint8Array(Y.encodeStateAsUpdate(theirs)), rejected });
}
