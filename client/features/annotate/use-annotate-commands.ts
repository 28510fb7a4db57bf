import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { ClientModality } from '../../modalities/contract.ts';
import { type Command, useCommands } from '../../state/commands.ts';
import type { Case } from './use-case.ts';
import type { Reading } from './use-reading.ts';
import type { Undo } from './use-undo.ts';
import type { Workbench } from './use-workbench.ts';

interface Parts {
  readonly opened: Case;
  readonly reading: Reading;
  readonly client: ClientModality;
  readonly bench: Workbench;
  readonly undo: Undo;
  readonly onSubmit: () => void;
  readonly onQuestions: () => void;
  readonly onProtocol: () => void;
}

/** Everything that can be done on the annotate screen, by one name and one key each. */
export function useAnnotateCommands(parts: Parts): void {
  const go = useNavigate();
  const newest = useRef(parts);
  newest.current = parts;
  const { opened: { place, offered }, reading: { isReadOnly }, client: { tools }, undo: { canUndo, canRedo }, bench: { selection } } = parts;
  const has = selection.length > 0;
  useCommands(useMemo(() => commandsOf({ place, offered, tools, has, mayEdit: !isReadOnly, canUndo, canRedo }, () => newest.current, (id) => go({ to: `/items/${id}` })), [place, offered, tools, has, isReadOnly, canUndo, canRedo, go]));
}

/** All that decides what they are called and whether they can be used now; what they do is asked of `now` when they run. */
interface Shape {
  readonly place: Case['place'];
  readonly offered: Case['offered'];
  readonly tools: ClientModality['tools'];
  readonly has: boolean;
  readonly mayEdit: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

function commandsOf({ place, offered, tools, has, mayEdit, canUndo, canRedo }: Shape, now: () => Parts, go: (item: string) => Promise<void>): readonly Command[] {
  const bench = (): Workbench => now().bench;
  const open = (id: string | undefined) => () => id !== undefined && void go(id);
  const all = (): Annotation['id'][] => now().reading.values.annotations.map(({ id }) => id);
  const flag = (): void => {
    const selected = now().reading.values.annotations.filter(({ id }) => bench().selection.includes(id));
    bench().apply(selected.map(({ id, flag: before }) => ({ type: 'set flag', id, reason: before ? undefined : '' })));
  };
  return [
    ...tools.map(({ id, title, key, kind }): Command => ({ id: `tool.${id}`, title, group: 'Tools', keys: key, isEnabled: mayEdit || !kind, run: () => bench().setTool(id) })),
    ...offered.flatMap((label): Command[] => {
      const digit = label.hotkey;
      return [
        { id: `label.${label.id}`, title: `Label: ${label.name}`, group: 'Labels', ...(digit ? { keys: `Digit${digit}` } : {}), isEnabled: mayEdit, run: () => bench().chooseLabel(label) },
        { id: `relabel.${label.id}`, title: `Change the selected to: ${label.name}`, group: 'Labels', ...(digit ? { keys: `Shift+Digit${digit}` } : {}), isEnabled: mayEdit && has, run: () => bench().relabel(label) },
      ];
    }),
    { id: 'marks.delete', title: 'Delete the selected marks', group: 'Marks', keys: 'Delete', isEnabled: mayEdit && has, run: () => bench().remove(bench().selection) },
    { id: 'marks.hide', title: 'Hide or show the selected marks', group: 'Marks', keys: 'KeyO', isEnabled: has, run: () => bench().toggle('hidden', bench().selection) },
    { id: 'marks.hide-all', title: 'Hide or show all marks', group: 'Marks', keys: 'Shift+KeyO', run: () => bench().toggle('hidden', all()) },
    { id: 'marks.lock', title: 'Lock or unlock the selected marks', group: 'Marks', keys: 'Shift+KeyL', isEnabled: mayEdit && has, run: () => bench().toggle('locked', bench().selection) },
    { id: 'marks.flag', title: 'Flag the selected marks as unsure', group: 'Marks', keys: 'Shift+KeyF', isEnabled: mayEdit && has, run: flag },
    { id: 'marks.questions', title: 'Answer what is asked', group: 'Marks', keys: 'KeyQ', run: () => now().onQuestions() },
    { id: 'marks.all', title: 'Select all marks', group: 'Marks', keys: '$mod+KeyA', run: () => bench().select(all()) },
    { id: 'edit.undo', title: 'Undo', group: 'Edit', keys: '$mod+KeyZ', isEnabled: canUndo, run: () => now().undo.run() },
    { id: 'edit.redo', title: 'Redo', group: 'Edit', keys: '$mod+Shift+KeyZ or $mod+KeyY', isEnabled: canRedo, run: () => now().undo.redo() },
    { id: 'case.submit', title: 'Submit this read', group: 'Case', keys: '$mod+Enter', isEnabled: mayEdit, isInText: true, run: () => now().onSubmit() },
    { id: 'case.next', title: 'Next case', group: 'Case', keys: 'KeyN', isEnabled: place.next !== undefined, run: open(place.next?.id) },
    { id: 'case.previous', title: 'Previous case', group: 'Case', keys: 'Shift+KeyN', isEnabled: place.previous !== undefined, run: open(place.previous?.id) },
    { id: 'case.protocol', title: 'Read the protocol', group: 'Case', keys: 'KeyG', run: () => now().onProtocol() },
  ];
}
