import classes from './kbd.module.css';
import { keysInWords } from './keys-in-words.ts';

/** A key as it is printed on the keyboard; `keys` is tinykeys syntax. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={classes.key}>{keysInWords(keys)}</kbd>;
}
