import type { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { mostPulledDocuments } from '@consilium/shared/wire/rest/items.ts';
import type * as z from 'zod/mini';

type Wanted = z.infer<typeof endpoints.pull.body>['documents'][number];
type Pulled = z.infer<typeof endpoints.pull.response>['documents'][number];
type Handed = z.infer<typeof endpoints.push.body>['documents'][number];
type Pushed = z.infer<typeof endpoints.push.response>['documents'][number];
type Ask<Question, Answer> = (documents: Question[]) => Promise<Result<{ documents: Answer[] }, Problem>>;

/** Asks for documents of different names until each is answered: one answer has room for a few megabytes. @param take gets each as it comes */
export async function pullUntilAnswered(wanted: readonly Wanted[], pull: Ask<Wanted, Pulled>, take: (pulled: Pulled) => Promise<unknown>): Promise<Result<void, Problem>> {
  for (let left = wanted; left.length > 0; ) {
    const pulled = await pull(left.slice(0, mostPulledDocuments));
    if (!pulled.ok) return pulled;
    for (const one of pulled.value.documents) await take(one);
    const answered = new Set(pulled.value.documents.map(({ name }) => name));
    const unanswered = left.filter(({ name }) => !answered.has(name));
    if (unanswered.length === left.length) return failed({ type: 'Unreadable', message: 'The server did not give what was asked for. Reload to update.' });
    left = unanswered;
  }
  return ok(undefined);
}

const mostRounds = 15;

/**
 * Hands updates in until each is judged: after many refusals the server looks at one a second. @returns an answer for each, in their order;
 * what it has not looked at after a quarter of a minute counts as refused
 */
export async function pushUntilJudged(handed: readonly Handed[], push: Ask<Handed, Pushed>, second: () => Promise<void>): Promise<Result<readonly (Pushed | undefined)[], Problem>> {
  const answers: (Pushed | undefined)[] = handed.map(() => undefined);
  let left = [...handed.keys()];
  for (let round = 0; left.length > 0 && round < mostRounds; round++) {
    if (round > 0) await second();
    const pushed = await push(left.flatMap((at) => handed[at] ?? []));
    if (!pushed.ok) return pushed;
    left.forEach((at, index) => (answers[at] = pushed.value.documents[index]));
    left = left.filter((at) => answers[at]?.reason === 'too-many-refused');
  }
  return ok(answers);
}
