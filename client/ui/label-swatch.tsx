import type { Label } from '@consilium/shared/domain/protocol.ts';
import classes from './label-swatch.module.css';

/** A label's hue (1 to 8) and pattern; `bar` stands at the left of a row. */
export function LabelSwatch({
  colour,
  pattern = 'solid',
  shape = 'square',
}: {
  colour: number;
  pattern?: Label['pattern'];
  shape?: 'square' | 'bar';
}) {
  return (
    <i aria-hidden="true" className={classes.swatch} data-colour={colour} data-pattern={pattern} data-shape={shape} />
  );
}
