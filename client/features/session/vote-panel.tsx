import type { Row } from '@consilium/shared/consensus/comparison.ts';
import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import { Check } from 'lucide-react';
import { TextField } from '../../ui/fields.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { ReaderBadge } from '../../ui/reader-badge.tsx';
import { PersonBadge } from './person-badge.tsx';
import type { Person, Roster } from './roster.ts';
import styles from './session.module.css';
import type { Ballot } from './use-ballot.ts';

interface Props {
  readonly row: Row;
  readonly number: number | undefined;
  readonly round: PublishedRound | undefined;
  readonly options: readonly BallotOption[];
  readonly ballot: Ballot | undefined;
  /** the option whose proposal is shown on the film */
  readonly looked: string | undefined;
  readonly roster: Roster;
  readonly voters: readonly string[];
  readonly me: string;
  readonly onChoose: (option: string) => void;
  /** what stands below the options: the round's controls and its outcome */
  readonly children: React.ReactNode;
}

/** The question of a row, what may become of it, and who has voted: never what, before the round closes. */
export function VotePanel(props: Props) {
  const { row, number, round, options, ballot, looked, onChoose } = props;
  const isOpen = round?.state === 'open';
  const chosen = isOpen ? ballot?.choice : undefined;
  return (
    <Panel label="Vote" isFlush>
      <div className={styles.inset}>
        <PanelHeading aside={isOpen ? 'sealed until the round closes' : undefined}>
          {number === undefined ? 'All agree' : `Row ${number}`}
          {round && `, round ${round.number}`}
        </PanelHeading>
        <p className={styles.question}>{question(row)}</p>
      </div>
      <ol className={styles.options} aria-label="Options">
        {options.map((option, at) => (
          <li key={option.id}>
            <button
              type="button"
              className={styles.option}
              data-testid="option"
              data-looked={looked === option.id}
              aria-pressed={chosen === option.id}
              onClick={() => onChoose(option.id)}
            >
              {at < 9 ? <Kbd keys={`Digit${at + 1}`} /> : <span />}
              <OptionBadge option={option} roster={props.roster} />
              <OptionWords option={option} />
            </button>
          </li>
        ))}
      </ol>
      {isOpen && <Voters {...props} round={round} />}
      {isOpen && ballot?.choice !== undefined && (
        <div className={styles.inset}>
          <TextField
            label="Why, shown with your vote when the round closes"
            value={ballot.reason}
            maxLength={1000}
            onChange={ballot.giveReason}
          />
        </div>
      )}
      {props.children}
    </Panel>
  );
}

const question = (row: Row): string =>
  row.subject === 'finding'
    ? `What becomes the reference for ${row.title}?`
    : `What is the reference answer to ${row.title}?`;

/** Whose mark it is, as everywhere else on the screen. */
function OptionBadge({ option, roster }: { option: BallotOption; roster: Roster }) {
  const person = option.reader === undefined ? undefined : roster.of(option.reader);
  if (person?.hue === undefined) return null;
  return (
    <span className={styles.optionBadge} aria-hidden="true">
      <ReaderBadge letter={person.letter} hue={person.hue} name={person.name} shape="square" />
    </span>
  );
}

/** The first words name the option, the rest says what it would put in. */
function OptionWords({ option }: { option: BallotOption }) {
  const at = option.text.indexOf(': ');
  if (at < 0) return <span className={styles.optionWords}>{option.text}</span>;
  return (
    <span className={styles.optionWords}>
      {option.kind === 'reader' ? `${option.text.slice(0, at)}, as drawn` : option.text.slice(0, at)}
      <small title={option.text.slice(at + 2)}>{option.text.slice(at + 2)}</small>
    </span>
  );
}

function Voters({ round, ballot, options, roster, voters, me }: Props & { round: PublishedRound }) {
  return (
    <ul className={styles.voters} aria-label="Who has voted">
      {voters.map((user) => {
        const person = roster.of(user);
        return (
          <li key={user} data-testid="voter">
            <PersonBadge person={person} />
            <span>{person.name}</span>
            <span className={styles.voted} data-done={round.voted.includes(user)}>
              {user === me && ballot ? (
                <MyVote ballot={ballot} options={options} />
              ) : round.voted.includes(user) ? (
                <>
                  <Check size={12} aria-hidden="true" /> voted
                </>
              ) : (
                'thinking'
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function MyVote({ ballot, options }: { ballot: Ballot; options: readonly BallotOption[] }) {
  if (ballot.choice === undefined) return <>your vote is open</>;
  const number = options.findIndex(({ id }) => id === ballot.choice) + 1;
  if (ballot.sent === 'here') return <>you voted {number}: cast on this device, not yet sent</>;
  return (
    <>
      <Check size={12} aria-hidden="true" /> you voted {number}
      {ballot.sent === 'sending' && ', sending'}
    </>
  );
}

/** Whose votes are waited for: the readers, the chair, and whoever has voted. */
export function votersOf(
  readers: readonly Person[],
  chair: string,
  round: PublishedRound | undefined,
  me: string | undefined,
): readonly string[] {
  return [
    ...new Set([...readers.map(({ id }) => id), chair, ...(round?.voted ?? []), ...(me === undefined ? [] : [me])]),
  ];
}
