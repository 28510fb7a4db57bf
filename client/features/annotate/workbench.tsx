import type { AnyModality } from '@consilium/shared/modalities/registry.ts';
import { useCallback, useMemo, useReducer, useState } from 'react';
import { ReadingScreen } from '../../app/shell/reading-screen.tsx';
import type { ClientModality, RemotePointer } from '../../modalities/contract.ts';
import { type RemoteState, useAwareness, useComments } from '../../sync/document.ts';
import { useText } from '../../sync/use-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { threadsOf } from '../comments/threads.ts';
import classes from './annotate.module.css';
import { fieldId } from './attribute-fields.tsx';
import { type Missing, missingIn } from './completeness.ts';
import { LabelList } from './label-list.tsx';
import { ownMarks } from './marks.ts';
import { ProtocolChange, ProtocolDrawer } from './protocol-drawer.tsx';
import { RelationDialog } from './relation-list.tsx';
import { SidePanel } from './side-panel.tsx';
import { SubmitDialog } from './submit-dialog.tsx';
import { TimeOnCase } from './time-on-case.tsx';
import { ToolRail } from './tool-rail.tsx';
import { TopBar, TopEnd } from './top-bar.tsx';
import { useAnnotateCommands } from './use-annotate-commands.ts';
import type { Case } from './use-case.ts';
import { useNeighboursReady } from './use-neighbours-ready.ts';
import { useReading } from './use-reading.ts';
import { useSubmission } from './use-submission.ts';
import { useUndo } from './use-undo.ts';
import { useWorkbench } from './use-workbench.ts';

/** A reading under way: the film in the middle, tools at the left, everything in words at the right. */
export function Workbench({ opened, client, modality }: { opened: Case; client: ClientModality; modality: AnyModality }) {
  const { item, labels, offered, protocol } = opened;
  const found = useReading(opened);
  const submission = useSubmission(opened, found);
  const bench = useWorkbench(opened, found, client);
  const reading = useMemo(() => ({ ...found, isReadOnly: found.isReadOnly || submission.isQueued }), [found, submission.isQueued]);
  const undo = useUndo(found.document, found.isReadOnly);
  useNeighboursReady(opened);
  const [isProtocolOpen, setProtocolOpen] = useState(false);
  const [view, setView] = useState<unknown>();
  const [openComment, setOpenComment] = useState<string>();
  const comments = useComments(reading.discussion);
  const present = useAwareness(reading.isShared ? reading.document : undefined);
  const meta = useMemo(() => {
    const read = modality.readMeta(item.meta);
    return read.ok ? read.value : undefined;
  }, [modality, item.meta]);
  const content = useText(item);
  const { values, isReadOnly } = reading;
  const marks = useMemo(() => ownMarks(values.annotations, { labels, hidden: bench.hidden, locked: bench.locked, isReadOnly, modality, meta }), [values.annotations, labels, bench.hidden, bench.locked, isReadOnly, modality, meta]);
  const relations = useMemo(() => values.relations.map((one) => ({ ...one, type: protocol.content.relations.find(({ id }) => id === one.type)?.name ?? one.type })), [values.relations, protocol]); // shown by name
  const missing = useMemo(() => (submission.isAsked ? missingIn(values, protocol.content) : []), [submission.isAsked, values, protocol]);
  const pins = useMemo(() => threadsOf(comments).flatMap(({ first, number }) => (first.anchor.type === 'place' && !first.isResolved ? [{ comment: first.id, number, at: first.anchor.geometry }] : [])), [comments]);
  const pointers = useMemo(() => pointersOf(present), [present]);
  const toggleProtocol = useCallback((): void => setProtocolOpen((isOpen) => !isOpen), []);
  const [questionsAsked, askQuestions] = useReducer((count: number) => count + 1, 0);
  const canSubmit = !isReadOnly && item.mine !== null;
  const { ask: askSubmission } = submission;
  const ask = useCallback((): void => {
    if (canSubmit) askSubmission();
  }, [canSubmit, askSubmission]);
  useAnnotateCommands({ opened, reading, client, bench, undo, onSubmit: ask, onProtocol: toggleProtocol, onQuestions: askQuestions });

  const awareness = reading.isShared ? reading.document?.awareness : undefined;
  const onPointer = useCallback((at: unknown): void => awareness?.setLocalStateField('pointer', at ?? null), [awareness]);
  const goTo = (one: Missing): void => {
    submission.close();
    if (one.annotation) bench.select([one.annotation.id]);
    const id = fieldId(one.annotation?.id ?? 'case', one.attribute?.id ?? '');
    setTimeout(() => document.getElementById(id)?.querySelector<HTMLElement>('input, button, textarea')?.focus(), 250); // after the dialog has given the focus back
  };
  const tools = useMemo(() => {
    const fitting = client.tools.filter(({ kind }) => kind === undefined || labels.some((label) => label.geometries.length === 0 || label.geometries.includes(kind)));
    return isReadOnly ? fitting.filter(({ kind, id }) => !kind && id !== 'link') : fitting;
  }, [client, labels, isReadOnly]);
  const { Viewer } = client;
  return (
    <ReadingScreen
      title={`${item.name}, ${opened.projectName}`} home={`/projects/${item.project}`}
      top={<TopBar opened={opened} isQueued={submission.isQueued} onProtocol={toggleProtocol} />}
      topEnd={<TopEnd shared={reading.isShared ? reading.document : undefined} onSubmit={ask} isSubmittable={canSubmit} />}
      rail={<ToolRail tools={tools} tool={bench.tool} onTool={bench.setTool} undo={undo} />}
      side={<SidePanel {...{ opened, reading, bench, modality, meta, content, questionsAsked, openComment, setOpenComment }} isChecked={submission.wasAsked} />}
      sideTitle={`Labels and marks, ${values.annotations.length}`} status={timeOnCase}
    >
      <div className={classes.viewer}>
        <Viewer
          item={item} marks={marks} relations={relations} pins={pins} pointers={pointers} selection={bench.selection} onSelect={bench.select} tool={bench.tool} onTool={bench.setTool} label={bench.label}
          onDraw={bench.draw} onOps={bench.apply} onComment={(geometry, source) => { bench.setPlace({ type: 'place', source: source as never, geometry }); bench.setTool('select'); }} onOpenComment={setOpenComment}
          onLink={bench.link} view={view} onView={setView} onPointer={onPointer} isReadOnly={isReadOnly}
        />
      </div>
      {opened.newer && <ProtocolChange protocol={opened.newer} onAcknowledge={opened.acknowledge} onProtocol={() => setProtocolOpen(true)} />}
      {item.mine === null && <div className={classes.over}><Notice title="You only look on">This case is not assigned to you.</Notice></div>}
      {(reading.document?.rejected ?? []).map((why) => <div key={why} className={classes.over}><Notice kind="attention" title="Not everything could go in">{why}</Notice></div>)}
      {isProtocolOpen && <ProtocolDrawer protocol={protocol} project={item.project} onClose={() => setProtocolOpen(false)} />}
      {submission.isAsked && <SubmitDialog missing={missing} marks={values.annotations.length} isBusy={submission.isBusy} problem={submission.problem} onGo={goTo} onSubmit={() => void submission.submit()} onClose={submission.close} />}
      {bench.linking && <RelationDialog choices={bench.linking.choices} onChoose={(type) => bench.setLink(type.id)} onClose={() => bench.setLink(undefined)} />}
      {bench.pending && (
        <Dialog title="Which label?" isOpen onClose={bench.dropPending} size="small">
          <LabelList labels={offered} chosen={undefined} counts={new Map()} onChoose={bench.chooseLabel} project={item.project} isReadOnly={false} />
        </Dialog>
      )}
    </ReadingScreen>
  );
}

const timeOnCase = <TimeOnCase />;
const hues = ['A', 'B', 'C', 'D', 'E', 'F'];

/** Colleagues' cursors in an open round; awareness of a blind reading carries nobody. */
function pointersOf(present: readonly RemoteState[]): readonly RemotePointer[] {
  return present.flatMap(({ clientId, user, state }, i): RemotePointer[] => {
    const at = state.pointer as RemotePointer['at'] | null | undefined; // the viewer reads it with its own schema
    return at && user ? [{ user: String(clientId), name: user.name, colour: `var(--r${hues[i % 6]})`, at }] : [];
  });
}
