import type { peopleEndpoints } from '@consilium/shared/wire/rest/people.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { acceptInvitation, lookAtInvitation } from '../access/invitations.ts';
import { changePassword, makePasswordLink, setPassword } from '../access/passwords.ts';
import { signIn, signOut } from '../access/sign-in.ts';
import type { Access } from '../access/world.ts';
import { changeRole } from '../work/change-role.ts';
import { invite, revokeInvitation } from '../work/invite.ts';
import { meOf } from '../work/me.ts';
import { invitationsOf, namesOf, peopleOf } from '../work/people.ts';
import { createToken, revokeToken, tokensOf } from '../work/tokens.ts';
import type { Handlers } from './handlers.ts';

export function peopleHandlers(access: Access): Handlers<typeof peopleEndpoints> {
  const { services } = access;
  return {
    me: async ({ person }) => ok(await meOf(services, person)),
    signIn: { forAnybody: ({ body, from, responseHeaders }) => signIn(access, body, from, responseHeaders) },
    signOut: ({ visit, request, responseHeaders }) => signOut(access, visit, request.headers, responseHeaders),
    changePassword: ({ visit, body, responseHeaders }) => changePassword(access, visit, body, responseHeaders),
    makePasswordLink: ({ person, param }) => makePasswordLink(services, person, param('user')),
    setPassword: { forAnybody: ({ body, from, responseHeaders }) => setPassword(access, body, from, responseHeaders) },
    ticket: async ({ visit }) => ok({ ticket: await access.tickets.give(visit) }),
    lookAtInvitation: { forAnybody: ({ body, from }) => lookAtInvitation(access, body.token, from) },
    acceptInvitation: { forAnybody: ({ body, visit, from, responseHeaders }) => acceptInvitation(access, body, visit?.person, from, responseHeaders) },
    people: ({ person, param }) => peopleOf(services, person, param('project')),
    changeRole: ({ person, param, body }) => changeRole(services, person, param('project'), param('user'), body.role),
    removePerson: ({ person, param }) => changeRole(services, person, param('project'), param('user'), undefined),
    names: ({ person, param }) => namesOf(services, person, param('project')),
    invite: ({ person, param, body }) => invite(services, person, param('project'), body),
    invitations: ({ person, param }) => invitationsOf(services, person, param('project')),
    revokeInvitation: ({ person, param }) => revokeInvitation(services, person, param('project'), param('invitation')),
    tokens: ({ person }) => tokensOf(services, person),
    createToken: ({ person, body }) => createToken(services, person, body.name),
    revokeToken: ({ person, param }) => revokeToken(services, person, param('token')),
  };
}
