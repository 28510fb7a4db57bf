import { Redo2, Undo2 } from 'lucide-react';
import { Fragment, memo } from 'react';
import type { ViewerTool } from '../../modalities/contract.ts';
import { keysInWords } from '../../ui/keys-in-words.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import classes from './annotate.module.css';

interface Props {
  readonly tools: readonly ViewerTool[];
  readonly tool: string;
  readonly onTool: (tool: string) => void;
  readonly undo: { readonly run: () => void; readonly redo: () => void; readonly canUndo: boolean; readonly canRedo: boolean };
}

/** Every tool with its key: tools that look, tools that draw, tools that join. */
export const ToolRail = memo(function ToolRail({ tools, tool, onTool, undo }: Props) {
  const groups = [tools.filter((one) => !one.kind && !isJoining(one)), tools.filter((one) => one.kind), tools.filter(isJoining)].filter((group) => group.length > 0);
  return (
    <>
      {groups.map((group, i) => (
        <Fragment key={group[0]?.id}>
          {i > 0 && <hr className={classes.line} />}
          {group.map((one) => <RailButton key={one.id} title={one.title} keys={one.key} icon={one.icon} isPressed={one.id === tool} onClick={() => onTool(one.id)} />)}
        </Fragment>
      ))}
      <span className={classes.grow} />
      <RailButton title="Undo" keys="$mod+KeyZ" icon={Undo2} isDisabled={!undo.canUndo} onClick={undo.run} />
      <RailButton title="Redo" keys="$mod+Shift+KeyZ" icon={Redo2} isDisabled={!undo.canRedo} onClick={undo.redo} />
    </>
  );
});

const isJoining = ({ id }: ViewerTool): boolean => id === 'link' || id === 'comment';

function RailButton({ title, keys, icon: Glyph, isPressed, isDisabled, onClick }: { title: string; keys: string; icon: ViewerTool['icon']; isPressed?: boolean; isDisabled?: boolean; onClick: () => void }) {
  const short = keys.includes('+') ? keysInWords(keys).replace(/Ctrl ?\+? ?/, '^').replace(/Shift ?\+? ?/, '⇧') : keysInWords(keys);
  return (
    <Tooltip label={title} keys={keys}>
      <button type="button" data-film-keys className={classes.tool} aria-label={title} aria-keyshortcuts={keysInWords(keys)} {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })} disabled={isDisabled ?? false} onClick={onClick}>
        <Glyph size={18} />
        <span aria-hidden="true" data-keys={short} />
      </button>
    </Tooltip>
  );
}
