import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { Link } from '@tanstack/react-router';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { usePublishedProtocol } from '../../sync/published-protocol.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { DotWhisker } from '../figures/dot-whisker.tsx';
import { labelRows } from '../figures/label-rows.ts';
import { HeatMap } from '../figures/heat-map.tsx';
import { phaseInWords } from '../work-rows/work-rows.ts';
import { type HoldUp, holdUps, pipeline } from './holds-up.ts';
import styles from './overview.module.css';
import { MyQueue } from './my-queue.tsx';
import { dayOf } from '../../ui/clock-time.ts';

/** Where the project stands, what is next for oneself, and (for those who may see it) how readers agree and what holds things up. */
export function OverviewScreen({ project }: { project: string }) {
  const maySee = useMay(project, 'progress.read');
  const { data, problem } = useEndpoint(endpoints.project, { params: { project } });
  const { data: work } = useEndpoint(endpoints.work, { params: { project } }, { isEnabled: maySee });
  return (
    <DeskScreen project={project} title={data?.name ?? 'Project'} aside={data && asideOf(data)}>
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      {data?.objective.question && <p className={styles.question}>{data.objective.question}</p>}
      {maySee && work && work.items.length > 0 && <Pipeline work={work.items} />}
      <div className={styles.columns}>
        <MyQueue project={project} />
        {maySee && data && work && <WhatHolds project={data} work={work.items} />}
      </div>
      {maySee && <Agreement project={project} version={data?.protocolVersion ?? undefined} />}
    </DeskScreen>
  );
}

const asideOf = (project: Project): string =>
  [
    project.protocolVersion === null ? 'no protocol published' : `protocol version ${project.protocolVersion}`,
    `since ${dayOf(project.createdAt)}`,
  ].join(', ');

function Pipeline({ work }: { work: readonly WorkRow[] }) {
  const parts = pipeline(work);
  return (
    <Panel label="Where the cases are">
      <PanelHeading>Where {work.length} cases are</PanelHeading>
      <div
        className={styles.bar}
        role="img"
        aria-label={parts.map(({ phase, count }) => `${count} ${phaseInWords[phase]}`).join(', ')}
      >
        {parts.map(({ phase, count, percent }) => (
          <div key={phase} className={styles.part} style={{ flexGrow: percent }}>
            <b data-phase={phase}>{count}</b>
            <span>{phaseInWords[phase]}</span>
          </div>
        ))}
      </div>
    </Panel>
  );
}

function WhatHolds({ project, work }: { project: Project; work: readonly WorkRow[] }) {
  const mayEdit = useMay(project.id, 'project.edit');
  const { data } = useEndpoint(endpoints.people, { params: { project: project.id } });
  const readers = (data?.people ?? []).filter(
    (person) => person.role === 'annotator' || person.role === 'adjudicator' || person.role === 'lead',
  ).length;
  const found = data ? holdUps(project, work, readers).filter((one) => mayEdit || one.to === 'sessions') : [];
  return (
    <Panel label="What holds the project up">
      <PanelHeading>What holds the project up</PanelHeading>
      {found.length === 0 && <p className={styles.dim}>Nothing: the work goes on.</p>}
      <ul className={styles.list}>
        {found.map((one) => (
          <Hold key={one.id} hold={one} project={project.id} />
        ))}
      </ul>
    </Panel>
  );
}

function Hold({ hold, project }: { hold: HoldUp; project: string }) {
  return (
    <li>
      <div>
        <b>{hold.title}</b>
        <p>{hold.words}</p>
      </div>
      <Link className={styles.go} to={`/projects/$project/${hold.to}`} params={{ project }}>
        {hold.action}
      </Link>
    </li>
  );
}

function Agreement({ project, version }: { project: string; version: number | undefined }) {
  const { data } = useEndpoint(endpoints.agreement, { params: { project } });
  const { data: protocol } = usePublishedProtocol(project, version);
  if (!data) return null;
  if (data.items === 0)
    return (
      <EmptyState title="No agreement to show yet">Figures appear when the first case has all its readings.</EmptyState>
    );
  return (
    <div className={styles.columns}>
      <Panel label="Agreement between readers">
        <PanelHeading aside="Cohen’s κ, cases shared">Agreement between readers</PanelHeading>
        <HeatMap pairs={data.agreement.byPair} names={data.names} statistic="cohen_kappa" />
      </Panel>
      <Panel label="Agreement per label">
        <PanelHeading aside="Krippendorff’s α, 95 % interval">Agreement per label</PanelHeading>
        <DotWhisker rows={labelRows(data.agreement, protocol?.content, 'labels')} />
      </Panel>
    </div>
  );
}
