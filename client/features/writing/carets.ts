import { Extension } from '@tiptap/core';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';

/**
 * Colleagues' carets and selections. The packaged extension lags behind the editor's version with exact peers, so the plug-in below it is
 * used directly. Names are those the server put into the awareness, as text.
 */
export const carets = (awareness: Awareness, colourOf: (user: string) => string) =>
  Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (user: unknown) => caretOf(user, colourOf),
        selectionBuilder: (user: unknown) => selectionOf(user, colourOf),
      }),
    ],
  });

function nameAndColour(user: unknown, colourOf: (user: string) => string): { name: string; colour: string } {
  const isNamed = typeof user === 'object' && user !== null && 'name' in user && 'id' in user;
  return isNamed
    ? { name: String(user.name), colour: colourOf(String(user.id)) }
    : { name: 'Somebody', colour: 'var(--ink-2)' };
}

function caretOf(user: unknown, colourOf: (user: string) => string): HTMLElement {
  const { name, colour } = nameAndColour(user, colourOf);
  const caret = document.createElement('span');
  caret.className = 'remote-caret';
  caret.style.setProperty('--hue', colour);
  const plate = document.createElement('span');
  plate.textContent = name;
  caret.append(plate);
  return caret;
}

const selectionOf = (user: unknown, colourOf: (user: string) => string) => ({
  style: `background-color: color-mix(in srgb, ${nameAndColour(user, colourOf).colour} 30%, transparent)`,
  class: 'remote-selection',
});
