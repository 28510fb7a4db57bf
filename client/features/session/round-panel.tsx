import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/fields.tsx';
import { notify } from '../../ui/notify.ts';
import { PersonBadge } from './person-badge.tsx';
import { ruleInWords } from './published.ts';
import type { Roster } from './roster.ts';
import styles from './session.module.css';
import type { SessionFacts } from './use-session-facts.ts';
import type { Decided } from './world.ts';

interface Props {
  readonly facts: SessionFacts;
  readonly item: string;
  readonly row: string;
  readonly round: PublishedRound | undefined;
  readonly options: readonly BallotOption[];
  readonly decision: Decided | undefined;
  readonly roster: Roster;
  readonly mayWrite: boolean;
  /** why the winning option cannot be put into the consensus yet */
  readonly obstacle: string | undefined;
  readonly onSettle: (round: PublishedRound) => void;
}

/** Opening and closing a round, for those who lead; after closing everybody's ballots at once, and the outcome in words. */
export function RoundPanel(props: Props) {
  const { round, facts, mayWrite } = props;
  const isLeading = facts.mayLead && mayWrite;
  return (
    <div className={styles.round}>
      {round?.state === 'open' ? (
        <p className={styles.dim}>
          {round.voted.length} voted; {ruleInWords(facts.session.rule)}
        </p>
      ) : null}
      {round?.state === 'closed' && <Outcome {...props} round={round} />}
      {isLeading && (round?.state === 'open' ? <CloseRound {...props} round={round} /> : <OpenRound key={`${props.row}/${round?.number}`} {...props} />)}
      {!isLeading && round === undefined && (
        <p className={styles.dim}>
          The chair opens the round; then the keys 1 to 9 vote. {sentence(ruleInWords(facts.session.rule))}
        </p>
      )}
    </div>
  );
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;

/** Busy until the round stands on this screen, which its document tells a moment after the answer: so nobody votes into nothing. */
function OpenRound({ facts, item, row, round, options }: Props) {
  const { run, isRunning } = useCall(endpoints.openRound, []);
  const [isOpened, setOpened] = useState(false);
  const open = async (): Promise<void> => {
    const opened = await run({ params: { session: facts.session.id, row }, body: { item, options: [...options] } });
    if (opened.ok) setOpened(true);
    else notify(opened.error.message, 'attention');
  };
  const isRepeat = round !== undefined;
  return (
    <Button
      variant={isRepeat ? 'outline' : 'solid'}
      isFullWidth
      isBusy={isRunning || isOpened}
      isDisabled={options.length < 2}
      onClick={() => void open()}
    >
      {isRepeat ? 'Open another round' : 'Open round'}
    </Button>
  );
}

function CloseRound({ facts, row, round, onSettle }: Props & { round: PublishedRound }) {
  const { run, isRunning } = useCall(endpoints.closeRound, []);
  const [isDeciding, setDeciding] = useState(false);
  const mayDecide = facts.session.rule.rule === 'chair' && facts.session.chair === facts.me.user.id;
  const close = async (decision: string | undefined): Promise<void> => {
    setDeciding(false);
    const closed = await run({
      params: { session: facts.session.id, row },
      body: decision === undefined ? {} : { decision },
    });
    if (!closed.ok) notify(closed.error.message, 'attention');
    else if (closed.value.outcome?.option) onSettle(closed.value);
  };
  return (
    <>
      <Button
        variant="solid"
        isFullWidth
        isBusy={isRunning}
        onClick={() => (mayDecide ? setDeciding(true) : void close(undefined))}
      >
        Close round
      </Button>
      {mayDecide && (
        <DecideDialog isOpen={isDeciding} options={round.options} onClose={() => setDeciding(false)} onDecide={close} />
      )}
    </>
  );
}

interface DecideProps {
  readonly isOpen: boolean;
  readonly options: readonly BallotOption[];
  readonly onClose: () => void;
  readonly onDecide: (option: string | undefined) => Promise<void>;
}

const ownBallot = 'own ballot';

function DecideDialog({ isOpen, options, onClose, onDecide }: DecideProps) {
  const [decision, decide] = useState(ownBallot);
  const close = (): void => void onDecide(decision === ownBallot ? undefined : decision);
  return (
    <Dialog
      title="Close the round"
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button variant="solid" onClick={close}>
          Close and publish all ballots
        </Button>
      }
    >
      <p>In this session the chair decides. Everybody’s ballots are published with the decision.</p>
      <Select
        label="Decision"
        options={[
          { value: ownBallot, label: 'As I voted' },
          ...options.map(({ id, text }) => ({ value: id, label: text })),
        ]}
        value={decision}
        onChange={decide}
      />
    </Dialog>
  );
}

function Outcome({ round, roster, decision, obstacle, mayWrite, onSettle }: Props & { round: PublishedRound }) {
  const winner = round.options.find(({ id }) => id === round.outcome?.option);
  const isSettled = decision !== undefined && decision.option === winner?.id;
  return (
    <section aria-label="Outcome" data-testid="outcome">
      <p className={styles.outcome}>
        <b>{winner ? winner.text : 'Nothing decided'}</b>
        <br />
        {round.outcome?.why}
      </p>
      <ul className={styles.ballots} aria-label="Ballots">
        {(round.ballots ?? []).map(({ member, choice, reason }) => (
          <li key={member} data-testid="ballot">
            <PersonBadge person={roster.of(member)} />
            <span>
              {roster.of(member).name}: {textOf(round, choice)}
              {reason && <small>{reason}</small>}
            </span>
          </li>
        ))}
      </ul>
      {winner && !isSettled && mayWrite && (
        <>
          {obstacle && <p className={styles.dim}>{obstacle}</p>}
          <Button variant="solid" isFullWidth isDisabled={obstacle !== undefined} onClick={() => onSettle(round)}>
            Put into the consensus
          </Button>
        </>
      )}
    </section>
  );
}

const textOf = (round: PublishedRound, choice: string): string => {
  const at = round.options.findIndex(({ id }) => id === choice);
  return at < 0 ? 'something that was not offered' : `${at + 1}, ${round.options[at]?.text.split(': ')[0]}`;
};
