import type { sessionEndpoints } from '@consilium/shared/wire/rest/sessions.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Access } from '../access/world.ts';
import { actorIn } from '../work/membership.ts';
import { minutesText } from '../work/minutes-text.ts';
import { readMinutes } from '../work/minutes.ts';
import { itemsFor } from '../work/read-item.ts';
import { notFound, tooManyAttempts } from '../work/refusal.ts';
import { closeRound, openRound } from '../work/rounds.ts';
import { openSession } from '../work/sessions-open.ts';
import { closeSession, joinSession, readSession, sessionsOf } from '../work/sessions.ts';
import { signConsensus } from '../work/signatures.ts';
import { readTimeline } from '../work/timeline.ts';
import type { Handlers } from './handlers.ts';

export function sessionHandlers({ services, limits }: Access): Handlers<typeof sessionEndpoints> {
  return {
    sessions: ({ person, param }) => sessionsOf(services, person, param('project')),
    openSession: ({ person, param, body }) => openSession(services, person, param('project'), body),
    session: async ({ person, param }) => {
      const read = await readSession(services, person, param('session'));
      if (!read.ok) return read;
      const actor = await actorIn(services, person, read.value.session.project);
      return actor === undefined ? notFound() : ok({ ...read.value, items: await itemsFor(services, person, actor, read.value.session.items) });
    },
    joinSession: ({ person, param }) => joinSession(services, person, param('session')),
    closeSession: ({ person, param }) => closeSession(services, person, param('session')),
    openRound: ({ person, param, body }) => openRound(services, person, param('session'), param('row'), body),
    closeRound: ({ person, param, body }) => closeRound(services, person, param('session'), param('row'), body.decision),
    sign: async ({ person, param, body }) => {
      const waiting = await limits.attempt('password', [person.id]);
      if (waiting !== undefined) return tooManyAttempts(waiting.waitSeconds);
      const signed = await signConsensus(services, person, param('session'), param('item'), body);
      if (signed.ok) await limits.succeeded('password', person.id);
      return signed;
    },
    minutes: ({ person, param }) => readMinutes(services, person, param('session')),
    minutesText: async ({ person, param }) => {
      const text = await minutesText(services, person, param('session'));
      return text.ok ? ok(new Response(text.value, { headers: { 'content-type': 'text/markdown; charset=utf-8', 'content-disposition': 'attachment; filename="minutes.md"', 'cache-control': 'no-store' } })) : text;
    },
    timeline: ({ person, param }) => readTimeline(services, person, param('session')),
  };
}
