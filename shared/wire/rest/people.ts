import * as z from 'zod/mini';
import { RoleSchema } from '../../domain/people.ts';
import { endpoint } from './endpoint.ts';

export const UserSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isAdministrator: z.boolean(),
});
export type User = z.infer<typeof UserSchema>;

export const MembershipSchema = z.object({ project: z.string(), projectName: z.string(), role: RoleSchema });
export const MeSchema = z.object({
  user: UserSchema,
  memberships: z.array(MembershipSchema),
  hasDemonstration: z.boolean(),
});
export type Me = z.infer<typeof MeSchema>;

const password = z.string().check(z.minLength(10), z.maxLength(200));
const credentials = z.object({
  email: z.string().check(z.maxLength(200)),
  password: z.string().check(z.maxLength(200)),
});
const InvitationRoleSchema = z.union([RoleSchema, z.literal('administrator')]);

export const PersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: RoleSchema,
  since: z.string(),
});
export type PersonRow = z.infer<typeof PersonSchema>;

const InvitationSchema = z.object({
  id: z.string(),
  role: InvitationRoleSchema,
  note: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  usedAt: z.nullable(z.string()),
});
const TokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
});

export const peopleEndpoints = {
  me: endpoint('GET', '/me', 'Who is signed in, and in which projects', { response: MeSchema }),
  signIn: endpoint('POST', '/sign-in', 'Sign in with e-mail and password', { body: credentials, response: MeSchema }),
  signOut: endpoint('POST', '/sign-out', 'Sign out on this device'),
  /** whoever else is signed in on the account is signed out */
  changePassword: endpoint('POST', '/me/password', 'Give myself another password', {
    body: z.object({ current: z.string().check(z.maxLength(200)), password }),
  }),
  /** for administrators; the person who opens it chooses the password */
  makePasswordLink: endpoint('POST', '/people/:user/password-link', 'A one-time link for somebody who has forgotten their password', {
    response: z.object({ url: z.string(), expiresAt: z.string() }),
  }),
  /** signs in at once */
  setPassword: endpoint('POST', '/password', 'Choose a password by such a link: once', {
    body: z.object({ token: z.string(), password }),
    response: MeSchema,
  }),
  ticket: endpoint('POST', '/ticket', 'A one-time ticket for the sync socket, good for 30 seconds', {
    response: z.object({ ticket: z.string() }),
  }),
  lookAtInvitation: endpoint('POST', '/invitations/look', 'What an invitation is for', {
    body: z.object({ token: z.string() }),
    response: z.object({
      role: InvitationRoleSchema,
      projectName: z.nullable(z.string()),
      invitedBy: z.nullable(z.string()),
      expiresAt: z.string(),
    }),
  }),
  /** signs in at once; a person already signed in only sends the token */
  acceptInvitation: endpoint('POST', '/invitations/accept', 'Accept an invitation: once', {
    body: z.object({
      token: z.string(),
      account: z.optional(
        z.object({
          name: z.string().check(z.minLength(1), z.maxLength(80)),
          email: z.string().check(z.maxLength(200)),
          password,
        }),
      ),
    }),
    response: MeSchema,
  }),
  people: endpoint('GET', '/projects/:project/people', 'Members and their roles', {
    response: z.object({ people: z.array(PersonSchema) }),
  }),
  changeRole: endpoint('PATCH', '/projects/:project/people/:user', 'Give a member another role', {
    body: z.object({ role: RoleSchema }),
  }),
  removePerson: endpoint(
    'DELETE',
    '/projects/:project/people/:user',
    'Take a member out of the project; their work stays',
  ),
  /** id and name of every member, for mentions, cursors and rows; nothing of their work */
  names: endpoint('GET', '/projects/:project/names', 'Names of the members', {
    response: z.object({ names: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
  invite: endpoint('POST', '/projects/:project/invitations', 'A one-time link bound to a role', {
    body: z.object({ role: RoleSchema, note: z.string().check(z.maxLength(200)) }),
    response: z.object({ id: z.string(), url: z.string(), expiresAt: z.string() }),
  }),
  invitations: endpoint('GET', '/projects/:project/invitations', 'Invitations, used and open', {
    response: z.object({ invitations: z.array(InvitationSchema) }),
  }),
  revokeInvitation: endpoint('DELETE', '/projects/:project/invitations/:invitation', 'Take an open invitation back'),
  tokens: endpoint('GET', '/me/tokens', 'My API tokens', { response: z.object({ tokens: z.array(TokenSchema) }) }),
  createToken: endpoint('POST', '/me/tokens', 'A token for the command line, shown once', {
    body: z.object({ name: z.string().check(z.minLength(1), z.maxLength(80)) }),
    response: z.object({ id: z.string(), token: z.string() }),
  }),
  revokeToken: endpoint('DELETE', '/me/tokens/:token', 'End an API token'),
};
