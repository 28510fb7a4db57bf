import classes from './reader-badge.module.css';

/** Reader hues: `--rA` to `--rF` of the tokens. */
export type ReaderHue = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

export interface ReaderBadgeProps {
  readonly letter: string;
  readonly hue: ReaderHue;
  /** who that is, for screen readers and as a title */
  readonly name?: string;
  readonly shape?: 'round' | 'square';
  /** `hollow`: not here, or said nothing; `hatched`: said something else */
  readonly look?: 'filled' | 'hollow' | 'hatched';
}

/** One reader by letter and hue; the letter carries the meaning where the hue cannot. */
export function ReaderBadge({ letter, hue, name, shape = 'round', look = 'filled' }: ReaderBadgeProps) {
  return (
    <span
      className={classes.badge}
      data-hue={hue}
      data-shape={shape}
      data-look={look}
      role="img"
      aria-label={name ?? `Reader ${letter}`}
      title={name ?? `Reader ${letter}`}
    >
      {letter}
    </span>
  );
}
