import { memo } from 'react';
import type { MarkStyle } from '../contract.ts';
import { type Line, type PlacedPart, segmentsOf } from './lay-out.ts';
import styles from './text-viewer.module.css';

const dashes: Readonly<Record<MarkStyle['pattern'], string>> = {
  solid: 'var(--mark) 0 8px',
  double: 'var(--mark) 0 8px',
  dashed: 'var(--mark) 0 8px, transparent 8px 12px',
  dotted: 'var(--mark) 0 2px, transparent 2px 5px',
  'dash-dot': 'var(--mark) 0 9px, transparent 9px 12px, var(--mark) 12px 14px, transparent 14px 17px',
};

interface Props {
  readonly text: string;
  readonly line: Line;
  readonly parts: readonly PlacedPart[];
  readonly selected: ReadonlySet<string>;
  /** marks above which an arc needs room */
  readonly arched: ReadonlySet<string>;
}

/** One line of the text with its marks; drawn again only when its own parts change. */
export const TextLine = memo(function TextLine({ text, line, parts, selected, arched }: Props) {
  const lanes = parts.reduce((most, part) => Math.max(most, part.lane + 1), 0);
  return (
    <div
      className={styles.line}
      data-line-start={line.start}
      data-line-end={line.end}
      style={{ lineHeight: `${24 + lanes * 4}px` }}
    >
      <span className={styles.number} data-number={line.number} aria-hidden="true" />
      {segmentsOf(line, parts).map((segment) => (
        <Run
          key={segment.start}
          text={text.slice(segment.start, segment.end)}
          start={segment.start}
          parts={segment.parts}
          selected={selected}
          arched={arched}
        />
      ))}
      {line.start === line.end && <br />}
    </div>
  );
}, isSameLine);

function isSameLine(before: Props, after: Props): boolean {
  if (before.text !== after.text || before.line !== after.line || before.parts.length !== after.parts.length)
    return false;
  return before.parts.every((part, index) => {
    const other = after.parts[index];
    return (
      other &&
      part.mark === other.mark &&
      part.lane === other.lane &&
      part.start === other.start &&
      part.end === other.end &&
      before.selected.has(part.mark.annotation.id) === after.selected.has(part.mark.annotation.id) &&
      before.arched.has(part.mark.annotation.id) === after.arched.has(part.mark.annotation.id)
    );
  });
}

/** A run of text inside one element per mark over it, the outermost being the lowest underline. */
function Run({
  text,
  start,
  parts,
  selected,
  arched,
}: {
  text: string;
  start: number;
  parts: readonly PlacedPart[];
  selected: ReadonlySet<string>;
  arched: ReadonlySet<string>;
}) {
  const inner = <span data-start={start}>{text}</span>;
  return parts.reduceRight((content, part) => {
    const { style, annotation, title, key } = part.mark;
    const isTagged = part.isFirst && part.start === start;
    const classes = [
      styles.mark,
      selected.has(annotation.id) && styles.selected,
      style.isFaint && styles.faint,
      style.pattern === 'double' && styles.double,
    ];
    return (
      <mark
        className={classes.filter(Boolean).join(' ')}
        data-mark={annotation.id}
        data-key={key}
        data-first={isTagged ? annotation.id : undefined}
        style={
          {
            '--mark': style.colour,
            '--dash': dashes[style.pattern],
            '--lane': part.lane,
          } as React.CSSProperties /* custom properties are not in its type */
        }
      >
        {isTagged && (
          <span className={styles.tag} data-tag={style.badge ? `${style.badge} ${title}` : title} aria-hidden="true" />
        )}
        {isTagged && <span className={arched.has(annotation.id) ? styles.arcRoom : styles.tagRoom} aria-hidden="true" />}
        {content}
      </mark>
    );
  }, inner);
}
