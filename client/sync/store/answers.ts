import { currentDatabase, rememberUser } from './database.ts';

/** Keeps an answer under its address; the answer to `/me` says whose database it is. */
export async function storeAnswer(address: string, answer: unknown, isMe: boolean): Promise<void> {
  if (isMe) rememberUser((answer as { user: { id: string } }).user.id); // the caller has read it through MeSchema
  const database = currentDatabase();
  await database?.answers.put({ address, answer, keptAt: Date.now() }).catch(() => undefined); // an answer that cannot be kept is asked again
}

export async function storedAnswer(address: string): Promise<unknown> {
  return (
    await currentDatabase()
      ?.answers.get(address)
      .catch(() => undefined)
  )?.answer;
}
