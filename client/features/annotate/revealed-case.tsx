import type { AnyModality } from '@consilium/shared/modalities/registry.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { useMemo, useState } from 'react';
import { ReadingScreen } from '../../app/shell/reading-screen.tsx';
import type { ClientModality, MarkStyle, ViewerMark } from '../../modalities/contract.ts';
import { useValues } from '../../sync/document.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { useText } from '../../sync/use-text.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './annotate.module.css';
import { Legend } from './legend.tsx';
import { MarkList } from './mark-list.tsx';
import { revealedMarks, revealedReaders, wordsOf } from './marks.ts';
import { ProtocolDrawer } from './protocol-drawer.tsx';
import { ToolRail } from './tool-rail.tsx';
import { TopBar } from './top-bar.tsx';
import type { Case } from './use-case.ts';
import { useReading } from './use-reading.ts';
import { useDocument } from '../../sync/document.ts';

const consensusStyle: MarkStyle = { colour: '#ffffff', pattern: 'double' };
const idle = { run: () => undefined, redo: () => undefined, canUndo: false, canRedo: false };

/** After the reveal: all readings over one another, each reader by hue, pattern and letter; the consensus as a double line. Nothing can be changed here. */
export function RevealedCase({ opened, client, modality }: { opened: Case; client: ClientModality; modality: AnyModality }) {
  const { item, labels } = opened;
  const reading = useReading(opened);
  const { data, problem } = useEndpoint(endpoints.comparison, { params: { item: item.id } });
  const consensus = useValues(useDocument(`consensus/${item.id}`));
  const [tool, setTool] = useState('select');
  const [selection, setSelection] = useState<readonly AnnotationId[]>([]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [isProtocolOpen, setProtocolOpen] = useState(false);
  const [view, setView] = useState<unknown>();
  const readers = useMemo(() => revealedReaders(data?.comparison.readers ?? [], data?.names ?? {}), [data]);
  const marks = useMemo((): readonly ViewerMark[] => {
    const agreed = consensus.annotations.map((annotation): ViewerMark => ({
      key: `consensus/${annotation.id}`, annotation, layer: 'consensus', style: consensusStyle, isEditable: false, isLocked: true, isHidden: hidden.has('consensus'),
      title: labels.find(({ id }) => id === annotation.label)?.name ?? 'Label removed',
    }));
    return [...(data ? revealedMarks(data.comparison, readers, hidden, labels) : []), ...agreed];
  }, [data, readers, hidden, labels, consensus.annotations]);
  const meta = useMemo(() => modality.readMeta(item.meta), [modality, item.meta]);
  const content = useText(item);
  const rows = marks.map(({ annotation, title, layer, isHidden }) => ({
    annotation, label: labels.find(({ id }) => id === annotation.label), isHidden, isLocked: false, isWaiting: false, isSelected: selection.includes(annotation.id),
    words: `${data?.names[layer] ?? (layer === 'consensus' ? 'Consensus' : title)}: ${wordsOf(annotation, modality, meta.ok ? meta.value : undefined, content)}`,
  }));
  const toggle = (layer: string): void => setHidden((before) => new Set(before.has(layer) ? [...before].filter((one) => one !== layer) : [...before, layer]));
  const { Viewer } = client;
  return (
    <ReadingScreen
      title={`${item.name}, ${opened.projectName}`} home={`/projects/${item.project}`} top={<TopBar opened={opened} isQueued={false} onProtocol={() => setProtocolOpen(true)} />}
      rail={<ToolRail tools={client.tools.filter(({ kind, id }) => !kind && id !== 'link' && id !== 'comment')} tool={tool} onTool={setTool} undo={idle} />}
      side={<div className={classes.side}><MarkList title="All readings" rows={rows} unreadable={[]} isReadOnly acts={{ onSelect: ({ id }) => setSelection([id]), onHide: () => undefined, onLock: () => undefined, onRemove: () => undefined }} /></div>}
      sideTitle="All readings"
    >
      <div className={classes.viewer}>
        <Viewer
          item={item} marks={marks} relations={reading.values.relations} pins={[]} pointers={[]} selection={selection} onSelect={setSelection} tool={tool} onTool={setTool} label={undefined} isReadOnly
          onDraw={() => undefined} onOps={() => undefined} onComment={() => undefined} onOpenComment={() => undefined} onLink={() => undefined} onPointer={() => undefined} view={view} onView={setView}
        />
      </div>
      <Legend readers={readers} names={data?.names ?? {}} hidden={hidden} hasConsensus={consensus.annotations.length > 0} onToggle={toggle} />
      {problem && !data && <div className={classes.over}><Notice kind="attention" title="The readings cannot be shown">{problem.message}</Notice></div>}
      {isProtocolOpen && <ProtocolDrawer protocol={opened.protocol} project={item.project} onClose={() => setProtocolOpen(false)} />}
    </ReadingScreen>
  );
}
