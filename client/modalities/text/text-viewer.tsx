import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useCommands } from '../../state/commands.ts';
import type { ViewerMark, ViewerProps } from '../contract.ts';
import { archedMarks, linesOf, marksAt, nextInText, partsByLine, partsOf, placeParts, startOf } from './lay-out.ts';
import { OverText } from './over-text.tsx';
import { boxOf, offsetAtPoint } from './places.ts';
import { SearchBar } from './search-bar.tsx';
import { offsetAfterKey, readSelection, showSelection, type TextSelection } from './selection.ts';
import { movedParts, SpanHandles } from './span-handles.tsx';
import { TextLine } from './text-line.tsx';
import styles from './text-viewer.module.css';
import { type Note, useNote } from './use-note.ts';
import { useFollowedView, useLayoutCount, useShownMark } from './use-text-view.ts';
import { joinedParts, stepGrapheme, trimmed } from './words.ts';

/** A note with its marks: select with the mouse or the keyboard alone, label with a digit. */
export function TextViewer(props: ViewerProps) {
  const note = useNote(props.item);
  if (note.type !== 'text') return <Waiting note={note} />;
  return <TextPane {...props} text={note.text} />;
}

function Waiting({ note }: { note: Exclude<Note, { type: 'text' }> }) {
  return (
    <div className={styles.viewer}>
      <p className={styles.note} role="status">
        {note.type === 'loading' ? 'Opening the note …' : note.why}
      </p>
    </div>
  );
}

function TextPane(props: ViewerProps & { text: string }) {
  const { text, marks, selection, label, tool, isReadOnly, item } = props;
  const source = item.sources[0]?.sha256 ?? '';
  const column = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<TextSelection>({ anchor: 0, focus: 0 });
  const [isSearching, setSearching] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const layout = useLayoutCount(scroll);
  const lines = useMemo(() => linesOf(text), [text]);
  const partsOfLine = useMemo(() => partsByLine(lines, placeParts(marks)), [lines, marks]);
  const selected = useMemo(() => new Set<string>(selection), [selection]);
  const arched = useMemo(() => archedMarks(marks, props.relations), [marks, props.relations]);
  const selectedMark = marks.find(
    (mark) => mark.annotation.id === selection[0] && mark.isEditable && !mark.isLocked && partsOf(mark).length > 0,
  );
  const pending = trimmed(text, caret.anchor, caret.focus);

  const draw = useCallback(
    (passage: TextSelection) => {
      const span = trimmed(text, passage.anchor, passage.focus);
      if (!span || isReadOnly) return;
      props.onDraw({ kind: 'text.span', version: 1, parts: [span] }, source);
      setCaret({ anchor: span.end, focus: span.end });
      window.getSelection()?.removeAllRanges();
    },
    [text, isReadOnly, props.onDraw, source],
  );

  // A digit pressed over a selection labels it, also with the label chosen before: each choice is a new value, and what waits is drawn.
  // The browser knows of a selection a frame before this component does.
  const waiting = useRef<TextSelection | undefined>(undefined);
  waiting.current = tool === 'text.span' ? caret : undefined;
  useEffect(() => {
    if (label && waiting.current) draw((column.current && readSelection(column.current)) ?? waiting.current);
  }, [label, draw]);
  useEffect(() => {
    if (document.activeElement === document.body) scroll.current?.focus({ preventScroll: true }); // the keys are for the note at once
  }, []);
  useEffect(() => {
    if (tool !== 'text.whole' || isReadOnly) return;
    props.onDraw({ kind: 'text.whole', version: 1 }, source);
    props.onTool('select');
  }, [tool]);

  const setParts = (mark: ViewerMark, parts: { start: number; end: number }[]): void => props.onOps([{ type: 'set geometry', id: mark.annotation.id, geometry: { kind: 'text.span', version: 1, parts } }]);
  const addFragment = (): void => {
    if (!selectedMark || !pending) return;
    setParts(selectedMark, joinedParts([...partsOf(selectedMark), pending]));
    window.getSelection()?.removeAllRanges();
    setCaret({ anchor: caret.focus, focus: caret.focus });
  };
  const moveEnd = (side: 'start' | 'end', direction: 1 | -1): void => {
    if (!selectedMark) return;
    const parts = partsOf(selectedMark);
    const index = side === 'start' ? 0 : parts.length - 1;
    const from = parts[index]?.[side];
    if (from !== undefined) setParts(selectedMark, movedParts(parts, index, side, stepGrapheme(text, from, direction)));
  };
  useCommands([
    { id: 'text.search', title: 'Search in the note', group: 'Note', keys: '/ or Shift+/', run: () => setSearching(true) },
    {
      id: 'text.draw',
      title: 'Mark the selected passage with the chosen label',
      group: 'Note',
      run: () => draw(caret),
      isEnabled: pending !== undefined && label !== undefined && !isReadOnly,
    },
    {
      id: 'text.fragment',
      title: 'Add the selected passage to the selected mark (Shift Enter in the note)',
      group: 'Note',
      run: addFragment,
      isEnabled: selectedMark !== undefined && pending !== undefined,
    },
    {
      id: 'text.end-on',
      title: 'Move the mark’s end on (Alt → in the note)',
      group: 'Note',
      run: () => moveEnd('end', 1),
      isEnabled: selectedMark !== undefined,
    },
    {
      id: 'text.end-back',
      title: 'Move the mark’s end back (Alt ← in the note)',
      group: 'Note',
      run: () => moveEnd('end', -1),
      isEnabled: selectedMark !== undefined,
    },
    {
      id: 'text.start-on',
      title: 'Move the mark’s start on (Alt Shift → in the note)',
      group: 'Note',
      run: () => moveEnd('start', 1),
      isEnabled: selectedMark !== undefined,
    },
    {
      id: 'text.start-back',
      title: 'Move the mark’s start back (Alt Shift ← in the note)',
      group: 'Note',
      run: () => moveEnd('start', -1),
      isEnabled: selectedMark !== undefined,
    },
  ]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const root = column.current;
    if (!root || event.target !== event.currentTarget) return;
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && selectedMark) {
      moveEnd(event.shiftKey ? 'start' : 'end', event.key === 'ArrowRight' ? 1 : -1);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (tool === 'link') linkAt(marksAt(marks, caret.focus)[0]);
      else if (event.shiftKey) addFragment();
      else if (pending && label) draw(caret);
      else selectAt(caret.focus);
    } else if (event.key === 'Tab') {
      if (!toNextMark(event.shiftKey ? -1 : 1)) return; // past the last mark the focus goes on
    } else {
      const focus = offsetAfterKey(root, text, lines, caret.focus, event);
      if (focus === undefined || event.altKey) return;
      const next = { anchor: event.shiftKey ? caret.anchor : focus, focus };
      setCaret(next);
      showSelection(root, next);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const toNextMark = (by: 1 | -1): boolean => {
    const next = nextInText(marks, selection[0], by);
    if (!next) return false;
    props.onSelect([next.annotation.id]);
    setCaret({ anchor: startOf(next), focus: startOf(next) });
    return true;
  };
  const selectAt = (offset: number, key?: string): void => {
    const here = marksAt(marks, offset);
    if (here.length === 0) return props.onSelect([]);
    const direct = key === undefined ? undefined : here.find((mark) => mark.key === key);
    const current = here.findIndex((mark) => mark.annotation.id === selection[0]);
    const next = current >= 0 ? here[(current + 1) % here.length] : (direct ?? here[0]);
    if (next) props.onSelect([next.annotation.id]);
  };
  const linkFrom = useRef<AnnotationId | undefined>(undefined);
  const markUnder = (target: EventTarget): ViewerMark | undefined => {
    const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined;
    return marks.find((mark) => mark.key === key);
  };
  const onPointerDown = (event: React.PointerEvent): void => {
    if (tool !== 'link') return;
    event.preventDefault(); // no passage is selected on the way
    linkFrom.current ??= markUnder(event.target)?.annotation.id;
  };
  const onPointerUp = (event: React.PointerEvent): void => {
    const root = column.current;
    const under = markUnder(event.target);
    if (!root || event.button !== 0) return;
    if (tool === 'link') return linkAt(under);
    // The browser settles the selection of a click only after pointerup.
    requestAnimationFrame(() => {
      const next = readSelection(root);
      if (!next) return;
      setCaret(next);
      if (tool === 'comment' && !isReadOnly) {
        const span = trimmed(text, next.anchor, next.focus) ?? {
          start: next.focus,
          end: Math.min(text.length, next.focus + 1),
        };
        props.onComment({ kind: 'text.span', version: 1, parts: [span] }, source);
      } else if (trimmed(text, next.anchor, next.focus)) {
        if (tool === 'text.span' && event.shiftKey && selectedMark) addFragment();
        else if (tool === 'text.span' && label) draw(next);
      } else selectAt(next.focus, under?.key);
    });
  };
  /** The first mark is where the link begins, the second where it ends. */
  const linkAt = (under: ViewerMark | undefined): void => {
    const from = linkFrom.current;
    linkFrom.current ??= under?.annotation.id;
    if (under) props.onSelect([under.annotation.id]);
    if (!under) linkFrom.current = undefined;
    if (!from || !under || from === under.annotation.id) return;
    linkFrom.current = undefined;
    props.onLink(from, under.annotation.id);
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    const offset = column.current ? offsetAtPoint(column.current, event.clientX, event.clientY) : undefined;
    props.onPointer(
      offset === undefined ? undefined : { kind: 'text.span', version: 1, parts: [{ start: offset, end: offset + 1 }] },
    );
  };
  useFollowedView(props, scroll, column);
  useShownMark(column, selectedMarkStart(marks, selection));

  return (
    <div className={styles.viewer}>
      {isSearching && (
        <SearchBar
          text={text}
          column={column}
          onClose={() => {
            setSearching(false);
            scroll.current?.focus();
          }}
          onTake={(start, end) => {
            setCaret({ anchor: start, focus: end });
            scroll.current?.focus();
            if (column.current) showSelection(column.current, { anchor: start, focus: end });
          }}
        />
      )}
      <div
        ref={scroll}
        className={styles.scroll}
        role="document"
        aria-label={`${item.name}, ${lines.length} lines. Arrows move, Shift selects, Enter marks.`}
        tabIndex={0}
        data-testid="text-viewer"
        onKeyDown={onKeyDown}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
      >
        <div
          ref={column}
          className={styles.column}
          onPointerDown={onPointerDown}
          onPointerUp={onPointerUp}
          onPointerMove={onPointerMove}
          onPointerLeave={() => props.onPointer(undefined)}
        >
          {lines.map((line, index) => (
            <TextLine key={line.start} text={text} line={line} parts={partsOfLine[index] ?? []} selected={selected} arched={arched} />
          ))}
          <OverText
            column={column}
            marks={marks}
            relations={props.relations}
            pins={props.pins}
            pointers={props.pointers}
            onOpenComment={props.onOpenComment}
            layout={layout}
          />
          {selectedMark && !isReadOnly && (
            <SpanHandles
              column={column}
              mark={selectedMark}
              layout={layout}
              onParts={(parts) => setParts(selectedMark, parts)}
            />
          )}
          {hasFocus && <Caret column={column} offset={caret.focus} />}
        </div>
      </div>
    </div>
  );
}

function selectedMarkStart(marks: readonly ViewerMark[], [selected]: readonly AnnotationId[]): number | undefined {
  return marks.flatMap((mark) => (mark.annotation.id === selected ? partsOf(mark) : []))[0]?.start;
}

function Caret({ column, offset }: { column: React.RefObject<HTMLDivElement | null>; offset: number }) {
  const box = column.current ? boxOf(column.current, offset, offset) : undefined;
  return box ? (
    <div className={styles.caret} style={{ left: box.x, top: box.y, height: Math.max(box.height, 18) }} />
  ) : null;
}
