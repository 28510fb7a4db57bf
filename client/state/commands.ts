import { useEffect, useMemo, useRef } from 'react';
import { create } from 'zustand';

/** One thing a person can do: it stands in the palette, in the `?` sheet and, where it has keys, on the keyboard. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /**
   * tinykeys syntax by `event.code`: `KeyB`, `$mod+KeyZ`, `Shift+Digit1`; several keys separated by ` or `. Signs that lie elsewhere on
   * other keyboards (`?`, `/`) by `event.key`, with and without the Shift that brings them.
   */
  readonly keys?: string;
  run(): void;
  readonly isEnabled?: boolean;
  /** has keys and a line in the sheet, but would only be noise in the palette */
  readonly isQuiet?: boolean;
  /** also while a text field has the focus (only for keys with a modifier, or Escape) */
  readonly isInText?: boolean;
}

interface CommandState {
  readonly layers: readonly { readonly owner: object; readonly commands: readonly Command[] }[];
}

/** Registered commands in layers: what mounted last wins a key. */
export const useCommandLayers = create<CommandState>(() => ({ layers: [] }));

/** Registers commands while the component is mounted; `run` is always the newest one rendered. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useRef({}).current;
  const newest = useRef(commands);
  newest.current = commands;
  const shape = useMemo(() => JSON.stringify(commands), [commands]);
  useEffect(() => {
    const stable = newest.current.map((command) => ({
      ...command,
      run: () => newest.current.find(({ id }) => id === command.id)?.run(),
    }));
    useCommandLayers.setState(({ layers }) => ({
      layers: layers.some((layer) => layer.owner === owner)
        ? layers.map((layer) => (layer.owner === owner ? { owner, commands: stable } : layer))
        : [...layers, { owner, commands: stable }],
    }));
  }, [owner, shape]);
  useEffect(
    () => () =>
      useCommandLayers.setState(({ layers }) => ({ layers: layers.filter((layer) => layer.owner !== owner) })),
    [owner],
  );
}

/** Every command that can run now, newest layer first; of two with one id the newest. */
export function enabledCommands(state: CommandState): readonly Command[] {
  const byId = new Map<string, Command>();
  for (const layer of [...state.layers].reverse())
    for (const command of layer.commands)
      if (command.isEnabled !== false && !byId.has(command.id)) byId.set(command.id, command);
  return [...byId.values()];
}
