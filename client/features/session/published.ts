import {
  type PublishedRound,
  PublishedRoundSchema,
  type Session,
  type Signature,
  SignatureSchema,
} from '@consilium/shared/wire/rest/sessions.ts';

type Published = Readonly<Record<string, unknown>>;

/** What the server has published of the latest round over a row. */
export function roundOf(published: Published, row: string | undefined): PublishedRound | undefined {
  const parsed = PublishedRoundSchema.safeParse(published[`round/${row}`]);
  return parsed.success ? parsed.data : undefined;
}

export function signaturesOf(published: Published, item: string | undefined): readonly Signature[] {
  return Object.entries(published)
    .filter(([key]) => key.startsWith(`signature/${item}/`))
    .flatMap(([, value]) => {
      const parsed = SignatureSchema.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The hash that the chair and the quorum have signed; `undefined` while the case is open (SESS7). */
export function frozenHash(
  signatures: readonly Signature[],
  session: Pick<Session, 'chair' | 'rule'>,
): string | undefined {
  const chairs = signatures.find((signature) => signature.user === session.chair);
  if (chairs === undefined) return undefined;
  const signers = new Set(signatures.filter((one) => one.hash === chairs.hash).map((one) => one.user));
  return signers.size >= session.rule.quorum ? chairs.hash : undefined;
}

export function isSessionClosed(published: Published, session: Pick<Session, 'state'>): boolean {
  const state: unknown = published.session;
  const said = typeof state === 'object' && state !== null && 'state' in state ? state.state : undefined;
  return session.state === 'closed' || said === 'closed';
}

const rules = {
  majority: 'the majority decides',
  unanimous: 'all must agree',
  chair: 'the chair decides',
} as const;

/** `the majority decides, quorum 3`. */
export const ruleInWords = ({ rule, quorum }: Session['rule']): string => `${rules[rule]}, quorum ${quorum}`;
