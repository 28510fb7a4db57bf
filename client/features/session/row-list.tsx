import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { Check } from 'lucide-react';
import { Kbd } from '../../ui/kbd.tsx';
import { ReaderBadge } from '../../ui/reader-badge.tsx';
import { caseAlpha, nothing } from './case-agreement.ts';
import { roundOf } from './published.ts';
import { isSettled, sayingsIn } from './row-state.ts';
import styles from './session.module.css';
import type { Case } from './use-case.ts';
import type { SessionWorld } from './world.ts';

interface Props {
  readonly shown: Case;
  readonly world: SessionWorld;
  readonly current: string | undefined;
  /** where the presenter is */
  readonly discussed: string | undefined;
  readonly onRow: (row: string) => void;
}

/** Where readers differ, in order; what they agree on is folded below. */
export function RowList(props: Props) {
  const { disagreements, agreements } = props.shown;
  const settled = disagreements.filter((row) => isSettled(row, props.world.decisions)).length;
  return (
    <nav className={styles.rows} aria-label="Where readers differ">
      <div className={styles.heading}>
        <h2>Where readers differ</h2>
        <span data-testid="settled">
          {settled} of {disagreements.length} settled
        </span>
      </div>
      {disagreements.length === 0 && <p className={styles.dim}>The readers agree on everything here.</p>}
      <ol className={styles.list}>
        {disagreements.map((row, at) => (
          <RowLine key={row.id} {...props} row={row} number={at + 1} />
        ))}
      </ol>
      {agreements.length > 0 && (
        <details className={styles.agreed}>
          <summary>{agreements.length} on which all agree</summary>
          <ul className={styles.list}>
            {agreements.map((row) => (
              <RowLine key={row.id} {...props} row={row} />
            ))}
          </ul>
        </details>
      )}
      <CaseAgreement {...props} />
      <p className={styles.keys}>
        <Kbd keys="KeyJ" /> <Kbd keys="KeyK" /> move between rows
      </p>
    </nav>
  );
}

function RowLine({ row, number, shown, world, current, discussed, onRow }: Props & { row: Row; number?: number }) {
  const sayings = sayingsIn(
    row,
    shown.roster.readers.map(({ id }) => id),
  );
  const isDone = isSettled(row, world.decisions);
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        data-testid="row"
        data-done={isDone}
        aria-current={row.id === current}
        onClick={() => onRow(row.id)}
      >
        <span className={styles.number}>{number}</span>
        <span className={styles.rowWords}>
          <span className={styles.rowHead}>
            <span className={styles.rowTitle}>{row.title}</span>
            <RowState row={row} world={world} isDone={isDone} isDiscussed={row.id === discussed} />
          </span>
          <span className={styles.rowWhy}>
            <span className={styles.badges}>
              {shown.roster.readers.map(({ id, letter, hue, name }) => (
                <ReaderBadge
                  key={id}
                  letter={letter}
                  hue={hue ?? 'A'}
                  name={`${name}: ${inWords[sayings.get(id) ?? 'hollow']}`}
                  shape="square"
                  look={sayings.get(id) ?? 'hollow'}
                />
              ))}
            </span>
            <span>{row.why}</span>
          </span>
        </span>
      </button>
    </li>
  );
}

const inWords = { filled: 'as most', hatched: 'otherwise', hollow: 'nothing' } as const;

function RowState({
  row,
  world,
  isDone,
  isDiscussed,
}: {
  row: Row;
  world: SessionWorld;
  isDone: boolean;
  isDiscussed: boolean;
}) {
  if (roundOf(world.published, row.id)?.state === 'open')
    return (
      <span className={styles.state} data-now="true">
        Voting
      </span>
    );
  if (isDone)
    return (
      <span className={styles.state}>
        <Check size={13} aria-hidden="true" /> Settled
      </span>
    );
  return isDiscussed ? (
    <span className={styles.state} data-now="true">
      Discussing
    </span>
  ) : null;
}

/** Alpha over the findings, as they were read and with the settled rows agreed. */
function CaseAgreement({ shown, world }: Props) {
  const readers = shown.comparison.readers;
  const before = caseAlpha(shown.comparison.rows, readers);
  const settled = new Map(
    Object.entries(world.decisions).map(([row, { annotations }]) => {
      const standing = world.consensus.annotations.find(({ id }) => annotations.includes(id));
      return [row, standing?.label ?? nothing];
    }),
  );
  const now = caseAlpha(shown.comparison.rows, readers, settled);
  if (before === undefined) return null;
  return (
    <p className={styles.agreement} title="Krippendorff’s alpha over the findings; settled rows count as agreed">
      <span>Case agreement, α</span> <b>{before.toFixed(2)}</b> before <b>{(now ?? 1).toFixed(2)}</b> now
    </p>
  );
}
