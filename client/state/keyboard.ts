import { createKeybindingsHandler } from 'tinykeys';
import { type Command, enabledCommands, useCommandLayers } from './commands.ts';
import { takeAhead } from './overlays.ts';

/** Puts every registered command on the keyboard; single keys are off while text is written (rules KEYS1-4). */
export function listenToKeys(target: Window): () => void {
  let handler: ((event: Event) => void) | undefined;
  const rebuild = () => {
    handler = undefined;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (takeAhead(event)) return event.preventDefault();
    handler ??= handlerOf(enabledCommands(useCommandLayers.getState()));
    handler(event);
  };
  const stop = useCommandLayers.subscribe(rebuild);
  target.addEventListener('keydown', onKey);
  return () => {
    stop();
    target.removeEventListener('keydown', onKey);
  };
}

/** The first command that claims a key has it: the newest layer stands first. */
function handlerOf(commands: readonly Command[]): (event: Event) => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const command of commands) {
    for (const keys of command.keys?.split(' or ') ?? []) {
      bindings[keys] ??= (event) => {
        if (!isFree(event, command)) return;
        event.preventDefault();
        command.run();
      };
    }
  }
  return createKeybindingsHandler(bindings, { ignore: () => false }) as (event: Event) => void; // tinykeys types the listener for keyboard events alone
}

/** In a text field only commands that say so; in an open dialog none of the screen below it; on a button or a slider not its own keys. */
function isFree(event: KeyboardEvent, command: Command): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  if (isTextField(target) && command.isInText !== true) return false;
  if (target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null && command.isInText !== true)
    return false;
  if (target instanceof HTMLInputElement && target.type === 'range' && /^(Arrow|Home$|End$|Page)/.test(event.code)) return false;
  const isPressing = event.code === 'Enter' || event.code === 'Space';
  return !(
    isPressing &&
    !event.ctrlKey &&
    !event.metaKey &&
    target.closest('button, a, [role="button"], summary, input, select') !== null
  );
}

export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'range', 'color', 'file'].includes(target.type)
  );
}
