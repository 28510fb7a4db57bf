/** The load, in a process of its own: `generator.ts <case> <url> <isBare>`; asks its parent about the server, and tells it the figures. */
import { cases, type Told } from './cases.ts';

const [, , name = '', url = '', isBare] = process.argv;

function ask<T>(question: string): Promise<T> {
  return new Promise((resolve) => {
    process.once('message', (answer) => resolve(answer as T)); // what runner.ts answers to this question
    process.send?.({ type: 'ask', question });
  });
}

const run = cases[name];
if (run === undefined) throw new Error(`there is no case ${name}`);
const figures = await run({
  url,
  isBare: isBare === 'true',
  askServer: (what) => ask<Told>(what),
  restartServer: () => ask<string>('restart'),
});
process.send?.({ type: 'figures', figures }, undefined, {}, () => process.exit());
