import type { UserId } from '../domain/ids.ts';

export interface Ballot {
  readonly member: UserId | string;
  readonly choice: string; // an option's id
}

export type Rule = 'majority' | 'unanimous' | 'chair';

export interface Round {
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly ballots: readonly Ballot[];
  readonly rule: Rule;
  /** ballots needed before anything is decided */
  readonly quorum: number;
  readonly chair: string;
  /** what the chair decided at the closing, where the rule lets the chair decide */
  readonly decision?: string | undefined;
}

/** Which option won, or none (`null`), and why in words. */
export interface Outcome {
  readonly option: string | null;
  readonly why: string;
}

/**
 * Counts the ballots of a closed round. A ballot for what was not on offer counts towards nothing, of two ballots of one member the
 * last one counts. Majority is more than half of the ballots; ties are stated and decide nothing.
 */
export function tally(round: Round): Outcome {
  const offered = new Set(round.options.map((option) => option.id));
  const choiceByMember = new Map(
    round.ballots
      .filter((ballot) => offered.has(ballot.choice))
      .map((ballot) => [ballot.member as string, ballot.choice]),
  );
  const cast = choiceByMember.size;
  if (cast < round.quorum) return { option: null, why: `No quorum: ${count(cast, 'ballot')}, ${round.quorum} needed` };
  const votes = votesOf(round, [...choiceByMember.values()]);
  switch (round.rule) {
    case 'majority':
      return byMajority(votes, cast);
    case 'unanimous':
      return votes.length === 1
        ? { option: votes[0]!.id, why: `Unanimous: all ${cast} for “${votes[0]!.text}”` }
        : { option: null, why: `Not unanimous: ${inWords(votes)}` };
    case 'chair':
      return byChair(round, choiceByMember, votes);
  }
}

interface Votes {
  readonly id: string;
  readonly text: string;
  readonly count: number;
}

/** An option by its name alone: what it would put in stands after a colon. */
const nameOf = (text: string): string => text.split(': ')[0] ?? text;

/** Options with at least one vote, most votes first, ties in the order they were offered. */
function votesOf({ options }: Round, choices: readonly string[]): Votes[] {
  const counted = options.map(({ id, text }) => ({
    id,
    text: nameOf(text),
    count: choices.filter((choice) => choice === id).length,
  }));
  return counted.filter((one) => one.count > 0).sort((a, b) => b.count - a.count);
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
const inWords = (votes: readonly Votes[]): string =>
  votes.length === 0 ? 'no votes' : votes.map((one) => `${one.count} for “${one.text}”`).join(', ');

function byMajority(votes: readonly Votes[], cast: number): Outcome {
  const [first, second] = votes;
  if (first === undefined) return { option: null, why: 'No votes' };
  if (first.count * 2 > cast) return { option: first.id, why: `Majority: ${inWords(votes)}` };
  if (first.count === second?.count) return { option: null, why: `Tie: ${inWords(votes)}` };
  return { option: null, why: `No majority: ${inWords(votes)}` };
}

function byChair(round: Round, choiceByMember: ReadonlyMap<string, string>, votes: readonly Votes[]): Outcome {
  const id = round.decision ?? choiceByMember.get(round.chair);
  const option = round.options.find((one) => one.id === id);
  if (option === undefined) return { option: null, why: `The chair has not decided: ${inWords(votes)}` };
  return { option: option.id, why: `The chair decided for “${nameOf(option.text)}”: ${inWords(votes)}` };
}
