import classes from './progress.module.css';

/** @param value in [0, 1]; `undefined`: under way, how far is not known */
export function Progress({ value, label }: { value: number | undefined; label: string }) {
  return (
    <progress className={classes.progress} aria-label={label} {...(value === undefined ? {} : { value })} max={1} />
  );
}
