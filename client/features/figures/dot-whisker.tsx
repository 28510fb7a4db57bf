import styles from './figures.module.css';
import { Sideways } from './sideways.tsx';
import { estimateInWords, figure } from './figures.ts';
import type { LabelRow } from './label-rows.ts';

const width = 260;
const height = 26;
/** α from 0 to 1; what is below is drawn at the left end */
const xOf = (value: number): number => 4 + Math.min(1, Math.max(0, value)) * (width - 8);

/** A dot with its 95 % interval for each label, with the usual marks for tentative (0.67) and reliable (0.80). */
export function DotWhisker({ rows }: { rows: readonly LabelRow[] }) {
  if (rows.length === 0) return <p>No label has been read by two readers yet.</p>;
  const sorted = [...rows].sort((a, b) => b.estimate.value - a.estimate.value);
  return (
    <Sideways label="Agreement by label">
      <table className={styles.dots}>
        <thead>
          <tr>
            <td />
            <td>
              <svg width={width} height={16} viewBox={`0 0 ${width} 16`} aria-hidden="true">
                <text x={xOf(0.72)} y={11} textAnchor="end">
                  tentative
                </text>
                <text x={xOf(0.77)} y={11}>
                  reliable
                </text>
              </svg>
            </td>
            <td />
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ name, estimate }) => (
            <tr key={name} data-low={estimate.value < 0.67}>
              <th scope="row">{name}</th>
              <td>
                <svg
                  width={width}
                  height={height}
                  viewBox={`0 0 ${width} ${height}`}
                  role="img"
                  aria-label={estimateInWords(estimate)}
                >
                  {[0.67, 0.8].map((at) => (
                    <line key={at} className={styles.guide} x1={xOf(at)} x2={xOf(at)} y1={0} y2={height} />
                  ))}
                  {estimate.low !== undefined && estimate.high !== undefined && (
                    <line
                      className={styles.whisker}
                      x1={xOf(estimate.low)}
                      x2={xOf(estimate.high)}
                      y1={height / 2}
                      y2={height / 2}
                    />
                  )}
                  {estimate.value < 0.67 ? (
                    <path className={styles.dot} d={`M${xOf(estimate.value)} 7l6 6-6 6-6-6z`} />
                  ) : (
                    <circle className={styles.dot} cx={xOf(estimate.value)} cy={height / 2} r={5} />
                  )}
                </svg>
              </td>
              <td className={styles.number}>
                {figure(estimate.value)} <small>n {estimate.n}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
