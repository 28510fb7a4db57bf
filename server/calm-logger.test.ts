import { expect, it } from 'vitest';
import { calmLogger } from './calm-logger.ts';

it('[RUN3] the same error is written once in ten seconds, and the next time says how often it came; other lines are not touched', () => {
  const lines: unknown[] = [];
  let now = 0;
  const note = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields });
  const logger = calmLogger({ info: note('info'), warn: note('warn'), error: note('error') }, () => now);
  for (let time = 0; time < 5; time++) logger.error({ error: new Error('gone') }, 'relay');
  logger.error({ error: new Error('other') }, 'relay');
  logger.warn({ document: 'a' }, 'update refused');
  logger.warn({ document: 'a' }, 'update refused');
  now = 10_000;
  logger.error({ error: new Error('gone') }, 'relay');
  expect(lines).toEqual([
    { level: 'error', message: 'relay', error: new Error('gone') },
    { level: 'error', message: 'relay', error: new Error('other') },
    { level: 'warn', message: 'update refused', document: 'a' },
    { level: 'warn', message: 'update refused', document: 'a' },
    { level: 'error', message: 'relay', error: new Error('gone'), timesSinceLastTold: 4 },
  ]);
});
