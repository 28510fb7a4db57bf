import { Eye, EyeOff } from 'lucide-react';
import type { MarkStyle } from '../../modalities/contract.ts';
import classes from './annotate.module.css';
import type { RevealedReader } from './marks.ts';

const dashes: Readonly<Record<MarkStyle['pattern'], string>> = { solid: '', dashed: '12 7', dotted: '3 6', 'dash-dot': '16 5 3 5', double: '' };

/** Whose line is which, and each can be hidden. */
export function Legend({ readers, names, hidden, hasConsensus, onToggle }: { readers: readonly RevealedReader[]; names: Readonly<Record<string, string>>; hidden: ReadonlySet<string>; hasConsensus: boolean; onToggle: (layer: string) => void }) {
  const rows = [
    ...readers.map(({ id, letter, style }) => ({ id, title: (names[id] ?? '').endsWith(` ${letter}`) ? (names[id] ?? '') : `${letter} ${names[id] ?? ''}`, style })),
    ...(hasConsensus ? [{ id: 'consensus', title: 'Consensus', style: { colour: '#fff', pattern: 'double' } as const }] : []),
  ];
  return (
    <div className={classes.legend} role="group" aria-label="Readers">
      {rows.map(({ id, title, style }) => (
        <button key={id} type="button" aria-pressed={!hidden.has(id)} onClick={() => onToggle(id)}>
          <svg className={classes.stroke} viewBox="0 0 28 6" aria-hidden="true">
            {style.pattern === 'double' ? <path d="M0 1.500h28M0 4.500h28" stroke={style.colour} strokeWidth="1.200" /> : <path d="M0 3h28" stroke={style.colour} strokeWidth="2.500" strokeDasharray={dashes[style.pattern]} />}
          </svg>
          {title} {hidden.has(id) ? <EyeOff size={14} aria-label="hidden" /> : <Eye size={14} aria-label="shown" />}
        </button>
      ))}
    </div>
  );
}
