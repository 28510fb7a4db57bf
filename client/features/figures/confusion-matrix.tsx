import type { Confusion } from '@consilium/shared/consensus/confusion.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { useState } from 'react';
import { PanelHeading } from '../../ui/panel.tsx';
import { Select } from '../../ui/fields.tsx';
import styles from './figures.module.css';
import { Sideways } from './sideways.tsx';

interface Props {
  readonly confusion: readonly Confusion[];
  readonly names: Readonly<Record<string, string>>;
  readonly protocol: ProtocolContent | undefined;
}

/** What one reader called each finding, by row, and what the other called it, by column: off the diagonal they differ. */
export function ConfusionMatrix({ confusion, names, protocol }: Props) {
  const [chosen, choose] = useState(0);
  const nameOf = (reader: string): string => names[reader] ?? reader;
  const pairs = confusion.map((one) => (nameOf(one.a) <= nameOf(one.b) ? one : turned(one)));
  const pair = pairs[chosen] ?? pairs[0];
  if (!pair) return null;
  const kinds = kindsIn(pair, protocol);
  const countOf = (a: string | null, b: string | null): number => pair.cells.find((cell) => cell.a === a && cell.b === b)?.n ?? 0;
  const most = Math.max(1, ...pair.cells.map(({ n }) => n));
  return (
    <>
      <PanelHeading
        aside={`rows ${nameOf(pair.a)}, columns ${nameOf(pair.b)}; findings`}
        actions={
          pairs.length > 1 && (
            <Select
              label="Readers"
              isLabelHidden
              options={pairs.map(({ a, b }, at) => ({ value: String(at), label: `${nameOf(a)} and ${nameOf(b)}` }))}
              value={String(chosen)}
              onChange={(value) => choose(Number(value))}
            />
          )
        }
      >
        Label against label
      </PanelHeading>
      <Sideways label="Label against label">
        <table className={styles.heat} aria-label={`How often ${nameOf(pair.a)} and ${nameOf(pair.b)} gave which label`}>
          <thead>
            <tr>
              <td />
              {kinds.map(({ id, name }) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.name}</th>
                {kinds.map((column) => {
                  const n = countOf(row.id, column.id);
                  return (
                    <td
                      key={column.id}
                      className={styles.cell}
                      data-same={row.id === column.id}
                      data-dark={n / most > 0.55}
                      title={`${nameOf(pair.a)}: ${row.name}, ${nameOf(pair.b)}: ${column.name}`}
                      style={{ '--heat': `${Math.round((n / most) * 100)}%` } as React.CSSProperties /* custom property */}
                    >
                      {n > 0 && <b>{n}</b>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </>
  );
}

const turned = ({ a, b, cells }: Confusion): Confusion => ({ a: b, b: a, cells: cells.map((cell) => ({ a: cell.b, b: cell.a, n: cell.n })) });

/** The labels that either reader gave, in the protocol's order; “nothing” last, where one marked what the other did not. */
function kindsIn({ cells }: Confusion, protocol: ProtocolContent | undefined): readonly { readonly id: string | null; readonly name: string }[] {
  const said = new Set(cells.flatMap(({ a, b }) => [a, b]));
  const labels = [...(protocol?.labels ?? [])].sort((one, other) => (one.order < other.order ? -1 : 1));
  const known = labels.filter(({ id }) => said.has(id)).map(({ id, name }): { id: string | null; name: string } => ({ id, name }));
  const gone = [...said].flatMap((id) => (id !== null && !labels.some((label) => label.id === id) ? [{ id, name: id }] : []));
  return [...known, ...gone, ...(said.has(null) ? [{ id: null, name: 'nothing' }] : [])];
}
