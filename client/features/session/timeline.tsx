import { Check, CircleDot, Flag, MessageSquare, Pause, PenLine, Pentagon, Play, Vote } from 'lucide-react';
import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { clockTime } from '../../ui/clock-time.ts';
import { IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { Roster } from './roster.ts';
import { eventInWords, type EventType, segmentsOf, type SessionEvent, togetherOf } from './session-events.ts';
import styles from './session.module.css';
import { speeds, type Replaying } from './use-replay.ts';

interface Props {
  readonly replaying: Replaying;
  readonly rows: readonly Row[];
  readonly roster: Roster | undefined;
}

const icons: Readonly<Record<EventType, typeof Check>> = {
  row: CircleDot,
  'round opened': Vote,
  vote: Check,
  'round closed': Flag,
  decision: Flag,
  comment: MessageSquare,
  edit: Pentagon,
  signature: PenLine,
};

/** The session as it unfolded; the playhead takes every document back to that moment, to look at. */
export function Timeline({ replaying, rows, roster }: Props) {
  const { span, at, isPlaying, speed } = replaying;
  const isLive = at === undefined;
  return (
    <section className={styles.timeline} aria-label="Timeline">
      <div className={styles.player}>
        <IconButton
          icon={isPlaying ? Pause : Play}
          title={isPlaying ? 'Pause' : 'Play the session again'}
          isDisabled={span === undefined}
          onClick={() => replaying.play(!isPlaying)}
        />
        <time className={styles.code} data-testid="playhead-time">
          {span ? clockTime(new Date(at ?? span.end).toISOString()) : ''}
        </time>
        <button
          type="button"
          className={styles.speed}
          title="Playing speed"
          onClick={() => replaying.setSpeed(speeds[(speeds.indexOf(speed as 1) + 1) % speeds.length] ?? 1)}
        >
          {speed}×
        </button>
        <Segmented
          label="Time"
          options={[
            { value: 'replay', label: 'Replay', isDisabled: span === undefined },
            { value: 'now', label: 'Now' },
          ]}
          value={isLive ? 'now' : 'replay'}
          onChange={(value) => replaying.goTo(value === 'now' ? undefined : span?.end)}
        />
      </div>
      {span && span.end > span.start && <Track replaying={replaying} span={span} rows={rows} roster={roster} />}
    </section>
  );
}

type Span = NonNullable<Replaying['span']>;

function Track({ replaying, span, rows, roster }: Props & { span: Span }) {
  const { events, at } = replaying;
  const share = (time: number): string => `${((time - span.start) / (span.end - span.start)) * 100}%`;
  const nameOf = (user: string): string => roster?.of(user).name ?? '';
  const titleOf = (row: string | undefined): string | undefined => rows.find(({ id }) => id === row)?.title;
  const segments = segmentsOf(events, new Date(span.end).toISOString());
  return (
    <div className={styles.track}>
      {segments.map(({ row, start, end }) => (
        <span
          key={start}
          className={styles.segment}
          data-now={(at ?? span.end) >= Date.parse(start) && (at ?? span.end) <= Date.parse(end)}
          style={{
            left: share(Date.parse(start)),
            width: `calc(${share(Date.parse(end))} - ${share(Date.parse(start))})`,
          }}
        >
          {titleOf(row) ?? 'Another case'}
        </span>
      ))}
      {togetherOf(events, span).map((together) => {
        const last = together[together.length - 1] as SessionEvent; // groups are never empty
        const Glyph = icons[last.type];
        const words = together
          .map((event) => `${clockTime(event.at)} ${eventInWords(event, nameOf, titleOf(event.row))}`)
          .join('; ');
        return (
          <button
            key={last.at}
            type="button"
            tabIndex={-1}
            className={styles.event}
            style={{ left: share(Date.parse(last.at)) }}
            title={words}
            aria-label={words}
            data-testid="event"
            onClick={() => replaying.goTo(Date.parse(last.at))}
          >
            <Glyph size={12} aria-hidden="true" />
          </button>
        );
      })}
      {ticksOf(span).map((tick) => (
        <span key={tick} className={styles.tick} style={{ left: share(tick) }}>
          {clockTime(new Date(tick).toISOString()).slice(0, span.end - span.start < 300_000 ? 8 : 5)}
        </span>
      ))}
      <span className={styles.playhead} style={{ left: share(at ?? span.end) }} />
      <input
        type="range"
        className={styles.scrub}
        aria-label="Moment of the session"
        min={span.start}
        max={span.end}
        step={Math.max(1, Math.round((span.end - span.start) / 1000))}
        value={at ?? span.end}
        aria-valuetext={clockTime(new Date(at ?? span.end).toISOString())}
        onChange={(event) => replaying.goTo(Number(event.target.value))}
      />
    </div>
  );
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400].map((s) => s * 1000);

/** Four to eight round moments within the span, in milliseconds since 1970. */
export function ticksOf({ start, end }: Span): readonly number[] {
  const step = steps.find((one) => (end - start) / one <= 8) ?? (end - start) / 6;
  const first = Math.ceil(start / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, at) => first + at * step);
}
