import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchServer } from './servers.ts';

export type Figures = Readonly<Record<string, number>>;

const generator = fileURLToPath(new URL('generator.ts', import.meta.url));
const limitMs = 150_000;

/** Runs a case against a fresh server, the load in a third process. @returns `undefined`, with the reason printed, when it did not end well */
export async function runCase(program: string, name: string): Promise<Figures | undefined> {
  const server = new BenchServer(program);
  try {
    return await generated(server, await server.start(), name, program === 'bare-server.ts');
  } catch (error) {
    process.stderr.write(`${name} on ${program}: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  } finally {
    await server.stop();
  }
}

type Said = { readonly type: 'ask'; readonly question: 'cpu' | 'memory' | 'restart' } | { readonly type: 'figures'; readonly figures: Figures };

function generated(server: BenchServer, url: string, name: string, isBare: boolean): Promise<Figures> {
  const child = fork(generator, [name, url, String(isBare)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`took more than ${limitMs} ms`));
    }, limitMs);
    child.on('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the generator ended with ${code}`)); // after its figures this changes nothing
    });
    child.on('message', async (said: Said) => {
      if (said.type === 'figures') return resolve(said.figures);
      child.send(said.question === 'restart' ? await server.restart() : await server.ask(said.question));
    });
  });
}
