import { ok } from '@consilium/shared/kernel/result.ts';
import { namesOf } from './compared-item.ts';
import { type MinuteEvent, minutesOf } from './minutes.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';
import { sessionToRead } from './sessions-access.ts';

const ruleInWords = { majority: 'The majority decides', unanimous: 'Decisions are unanimous', chair: 'The chair decides' } as const;

/** The minutes as Markdown, for keeping and printing. */
export async function minutesText(services: Services, person: SignedIn, id: string): Answer<string> {
  const found = await sessionToRead(services, person, id);
  if (!found.ok) return found;
  const { session, members } = found.value;
  const { events } = await minutesOf(services, session, members);
  const names = await namesOf(services, [...members, session.chair]);
  const items = await services.db.selectFrom('items').select(['id', 'name', 'phase']).where('id', 'in', session.items).execute();
  const lines = [
    `# ${inLine(session.name)}`,
    '',
    `- Opened: ${session.createdAt}`,
    `- Closed: ${session.closedAt ?? 'not yet'}`,
    `- Chair: ${inLine(names[session.chair] ?? session.chair)}`,
    `- Members: ${members.map((member) => inLine(names[member] ?? member)).join(', ')}`,
    `- Rule: ${ruleInWords[session.rule.rule]}; quorum ${session.rule.quorum}`,
    `- Cases: ${session.items.map((item) => items.find((one) => one.id === item)).map((item) => (item === undefined ? '' : `${inLine(item.name)} (${item.phase})`)).join(', ')}`,
    '',
    '## What happened',
    '',
    ...events.filter((event) => !isWritten(event)).map((event) => `- ${event.at} **${inLine(event.actorName)}** ${inLine(event.text)}`),
    ...section('Rationale', events.filter((event) => event.action === 'rationale'), (event) => `- ${inLine(event.text)}`),
    ...section('Dissent', events.filter((event) => event.action === 'dissent'), (event) => `- **${inLine(event.actorName)}** ${inLine(event.text)}`),
    '',
  ];
  return ok(lines.join('\n'));
}

const isWritten = (event: MinuteEvent): boolean => event.action === 'rationale' || event.action === 'dissent';

const section = (title: string, events: readonly MinuteEvent[], line: (event: MinuteEvent) => string): string[] =>
  events.length === 0 ? [] : ['', `## ${title}`, '', ...events.map(line)];

/** Text of people stays text: one line, nothing of it Markdown. */
const inLine = (text: string): string => text.replace(/[\\`*_[\]<>#|]/gu, (mark) => `\\${mark}`).replace(/\s+/gu, ' ').trim();
