import type { Agreement } from '@consilium/shared/consensus/comparison.ts';
import styles from './figures.module.css';
import { Sideways } from './sideways.tsx';
import { estimateInWords, figure, heat, leastKappa, leastUnits } from './figures.ts';

interface Props {
  readonly pairs: Agreement['byPair'];
  readonly names: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** Every pair of readers: the figure with its n; thin data hatched, low ones boxed, so that the hue is never the only sign. */
export function HeatMap({ pairs, names, statistic }: Props) {
  const readers = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((a, b) =>
    (names[a] ?? a).localeCompare(names[b] ?? b),
  );
  const estimateOf = (a: string, b: string) =>
    pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a))?.statistics[statistic];
  if (readers.length < 2) return <p>Not enough readers share a case yet.</p>;
  return (
    <Sideways label="Agreement of each pair">
      <table className={styles.heat}>
        <thead>
          <tr>
            <td />
            {readers.slice(1).map((reader) => (
              <th key={reader} scope="col">
                {names[reader] ?? reader}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {readers.slice(0, -1).map((row, index) => (
            <tr key={row}>
              <th scope="row">{names[row] ?? row}</th>
              {readers.slice(1).map((column, at) => {
                const estimate = at >= index ? estimateOf(row, column) : undefined;
                if (!estimate) return <td key={column} />;
                const warmth = heat(estimate.value);
                return (
                  <td
                    key={column}
                    className={styles.cell}
                    data-thin={estimate.n < leastUnits}
                    data-low={estimate.value < leastKappa}
                    data-dark={warmth > 0.55}
                    title={estimateInWords(estimate)}
                    style={{ '--heat': `${Math.round(warmth * 100)}%` } as React.CSSProperties /* custom property */}
                  >
                    <b>{figure(estimate.value)}</b>
                    <span>{estimate.n}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend}>
        Boxed: below {figure(leastKappa)}. Hatched: fewer than {leastUnits} findings.
      </p>
    </Sideways>
  );
}
