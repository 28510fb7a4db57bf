/** What the verbs of a session put into their audit lines; every field may be missing. */
export interface MinuteBody {
  readonly item?: string;
  readonly row?: string;
  readonly name?: string;
  readonly number?: number;
  readonly options?: readonly string[];
  readonly outcome?: string;
  readonly ballots?: readonly { readonly member: string; readonly text?: string; readonly choice: string; readonly reason: string }[];
  readonly meaning?: string;
  readonly hash?: string;
}

/** A row of a comparison, as people know it. */
export interface RowWords {
  readonly title: string;
  readonly why: string;
  readonly itemName: string;
}

/** `Nodule on CT 12`. */
export const rowInWords = (row: RowWords | undefined): string => (row === undefined ? 'a row' : `${row.title} on ${row.itemName}`);

export interface MinuteWords {
  readonly action: string;
  readonly body: MinuteBody;
  readonly names: Readonly<Record<string, string>>;
  readonly itemName: string;
  /** the row it is about, where there is one */
  readonly row: RowWords | undefined;
}

/** One line of the minutes as a sentence; an action that has none of its own is named as it is. */
export function eventInWords({ action, body, names, itemName, row }: MinuteWords): string {
  switch (action) {
    case 'session.opened':
      return `Session “${body.name ?? ''}” opened.`;
    case 'session.joined':
      return 'Joined the session.';
    case 'session.closed':
      return 'Session closed.';
    case 'item.revealed':
      return `All readings of ${itemName} revealed.`;
    case 'item.signed':
      return `Consensus of ${itemName} complete and frozen, SHA-256 ${body.hash ?? ''}.`;
    case 'round.opened':
      return `Round ${body.number ?? 1} over ${rowInWords(row)} opened${row === undefined ? '' : ` (${row.why})`}: ${(body.options ?? []).join(' · ')}.`;
    case 'round.closed':
      return `Round ${body.number ?? 1} over ${rowInWords(row)} closed. ${body.outcome ?? ''}. ${(body.ballots ?? []).map((ballot) => ballotInWords(ballot, names)).join('; ')}`.trim();
    case 'consensus.signed':
      return `Signed the consensus of ${itemName}: “${body.meaning ?? ''}”, SHA-256 ${body.hash ?? ''}.`;
    case 'signature.refused':
      return `Tried to sign the consensus of ${itemName} with a wrong password.`;
    default:
      return `${action.replace('.', ' ')}${itemName === '' ? '' : `: ${itemName}`}`;
  }
}

const ballotInWords = ({ member, text, choice, reason }: NonNullable<MinuteBody['ballots']>[number], names: MinuteWords['names']): string =>
  `${names[member] ?? member} for “${(text ?? choice).split(': ')[0]}”${reason === '' ? '' : ` (${reason})`}`;
