import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { Anchor } from '@consilium/shared/domain/comment.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { AnyModality } from '@consilium/shared/modalities/registry.ts';
import { lazy, memo, Suspense, useEffect, useMemo, useRef } from 'react';
import { useWaitingMarks } from '../../sync/document.ts';
import { codeWhenThere } from '../../ui/code-when-there.ts';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import { WhenIdle } from '../../ui/when-idle.tsx';
import classes from './annotate.module.css';
import { AttributeFields } from './attribute-fields.tsx';
import { LabelList } from './label-list.tsx';
import { type MarkActs, MarkList, type MarkRow } from './mark-list.tsx';
import { wordsOf } from './marks.ts';
import { RelationList } from './relation-list.tsx';
import { SelectedPanel } from './selected-panel.tsx';
import type { Case } from './use-case.ts';
import type { Reading } from './use-reading.ts';
import type { Workbench } from './use-workbench.ts';

const CommentPanel = lazy(async () => ({ default: (await codeWhenThere(() => import('../comments/comment-panel.tsx'))).CommentPanel }));

interface Props {
  readonly opened: Case;
  readonly reading: Reading;
  readonly bench: Workbench;
  readonly modality: AnyModality;
  readonly meta: unknown;
  /** the note's words, where the item is one */
  readonly content: string | undefined;
  readonly isChecked: boolean;
  /** how often this person went to the questions: those of the mark selected then, also where the panel hears of it a frame later */
  readonly questionsAsked: number;
  readonly openComment: string | undefined;
  readonly setOpenComment: (comment: string | undefined) => void;
}

/** Labels, every mark in words, what is asked of the selected one and of the case, and what was said about it. What is done on the film is seen there before it is here. */
export function SidePanel(props: Props) {
  return <Panel {...useAfterPaint(props, isOfTheFilm)} />;
}

/** A mark that this person made, chose or took away on the film is another selection. What others send, what is opened, and what is answered, named or hidden here is shown at once. */
const isOfTheFilm = (shown: Props, next: Props): boolean => shown.bench.selection !== next.bench.selection;

/** Pointers, pens and panning leave it alone. */
const Panel = memo(function Panel({ opened, reading, bench, modality, meta, content, isChecked, questionsAsked, openComment, setOpenComment }: Props) {
  const { item, labels, offered, protocol } = opened;
  const { values, isReadOnly } = reading;
  const labelOf = (annotation: Annotation) => labels.find(({ id }) => id === annotation.label);
  const waiting = useWaitingMarks(reading.document);
  const counts = useMemo(() => countsByLabel(values.annotations), [values.annotations]);
  const rows = values.annotations.map((annotation): MarkRow => ({
    annotation, label: labelOf(annotation), words: wordsOf(annotation, modality, meta, content),
    isSelected: bench.selection.includes(annotation.id), isHidden: bench.hidden.has(annotation.id), isLocked: bench.locked.has(annotation.id), isWaiting: waiting.has(annotation.id),
  }));
  const [only] = rows.filter(({ isSelected }) => isSelected).length === 1 ? rows.filter(({ isSelected }) => isSelected) : [];
  const nameOf = (id: AnnotationId): string => rows.find(({ annotation }) => annotation.id === id)?.label?.name ?? 'a removed mark';
  const anchorInWords = (anchor: Anchor): string => (anchor.type === 'annotation' ? `on ${nameOf(anchor.annotation)}` : anchor.type === 'place' ? 'at a place' : 'on the case');
  const acts = useMarkActs(bench);
  useEffect(() => {
    if (questionsAsked > 0) focusQuestions();
  }, [questionsAsked]);
  return (
    <div className={classes.side} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && event.target instanceof HTMLElement && event.target.blur()}>
      <LabelList labels={offered} chosen={bench.label} counts={counts} onChoose={bench.chooseLabel} project={item.project} isReadOnly={isReadOnly} />
      <MarkList title={item.modality === 'text' ? 'On this note' : 'On this image'} rows={rows} unreadable={values.unreadable} isReadOnly={isReadOnly} acts={acts} />
      {only && <SelectedPanel annotation={only.annotation} label={only.label} labels={labels} isReadOnly={isReadOnly} isChecked={isChecked} onOps={bench.apply} />}
      <RelationList relations={values.relations} types={protocol.content.relations} nameOf={nameOf} isReadOnly={isReadOnly} onOps={bench.apply} />
      {protocol.content.itemAttributes.length > 0 && (
        <section className={classes.section} aria-label="About the case">
          <div className={classes.head}><h2>About the case</h2></div>
          <AttributeFields scope="case" attributes={protocol.content.itemAttributes} values={values.answers} isReadOnly={isReadOnly} isChecked={isChecked} onChange={(attribute, value) => bench.apply([{ type: 'set answer', attribute, value }])} />
        </section>
      )}
      {reading.discussion && (
        <WhenIdle>
        <Suspense fallback={null}>
          <CommentPanel
            document={reading.discussion} project={item.project} anchor={bench.anchor} anchorInWords={anchorInWords} selected={openComment}
            onSelect={(comment) => {
              setOpenComment(comment.id);
              if (comment.anchor.type === 'annotation') bench.select([comment.anchor.annotation]);
            }}
          />
        </Suspense>
        </WhenIdle>
      )}
    </div>
  );
});

/** The first question of the selected mark, else of the case; Escape gives the keys back to the film. */
function focusQuestions(): void {
  const asked = ['Selected mark', 'About the case'].map((name) => document.querySelector<HTMLElement>(`section[aria-label="${name}"] :is(input, textarea)`));
  asked.find((field) => field !== null)?.focus();
}

/** What can be done on a row, by the newest bench; the same object for good, so that no row is drawn again for it. */
function useMarkActs(bench: Workbench): MarkActs {
  const newest = useRef(bench);
  newest.current = bench;
  return useMemo(() => ({
    onSelect: ({ id }, isAdded) => newest.current.select(isAdded ? [...newest.current.selection.filter((one) => one !== id), id] : [id]),
    onHide: ({ id }) => newest.current.toggle('hidden', [id]),
    onLock: ({ id }) => newest.current.toggle('locked', [id]),
    onRemove: ({ id }) => newest.current.remove([id]),
  }), []);
}

function countsByLabel(annotations: readonly Annotation[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of annotations) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
