import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { ReadingScreen } from '../../app/shell/reading-screen.tsx';
import { clientModalityOf } from '../../modalities/registry.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './annotate.module.css';
import { RevealedCase } from './revealed-case.tsx';
import { useCase } from './use-case.ts';
import { Workbench } from './workbench.tsx';

/** One case: read blind, read together, or, after the reveal, all readings side by side. */
export function AnnotateScreen({ item }: { item: string }) {
  const state = useCase(item);
  if (state.type === 'opening') return <ReadingScreen title="Opening the case">{null}</ReadingScreen>;
  if (state.type === 'refused') return <Refused title="This case cannot be opened" message={state.problem.message} />;
  const client = clientModalityOf(state.case.item.modality);
  const shared = modalityOf(state.case.item.modality);
  if (!client || !shared.ok) return <Refused title="This case cannot be shown" message={`This version knows no “${state.case.item.modality}”. Reload to update.`} />;
  const isRevealed = state.case.item.phase === 'revealed' || state.case.item.phase === 'signed';
  const Screen = isRevealed ? RevealedCase : Workbench;
  return <Screen key={item} opened={state.case} client={client} modality={shared.value} />;
}

const Refused = ({ title, message }: { title: string; message: string }) => (
  <ReadingScreen title={title}><div className={classes.over}><Notice kind="stop" title={title}>{message}</Notice></div></ReadingScreen>
);
