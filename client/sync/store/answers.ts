import { currentDatabase } from './database.ts';

/** Keeps an answer under its address, for the person last signed in. */
export async function storeAnswer(address: string, answer: unknown): Promise<void> {
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
