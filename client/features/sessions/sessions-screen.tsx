import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Session } from '@consilium/shared/wire/rest/sessions.ts';
import { Link } from '@tanstack/react-router';
import { Copy, Users } from 'lucide-react';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay, useNames } from '../../sync/me.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { OpenSessionDialog } from '../open-session/open-session-dialog.tsx';
import { dayAndTime } from '../../ui/clock-time.ts';

/** Sessions of the project: join those that are open, read what closed ones settled. */
export function SessionsScreen({ project }: { project: string }) {
  const mayOpen = useMay(project, 'session.open');
  const { data, problem } = useEndpoint(endpoints.sessions, { params: { project } }, { refetchEveryMs: 20_000 });
  const [isOpening, setOpening] = useState(false);
  const sessions = data?.sessions ?? [];
  return (
    <DeskScreen
      project={project}
      title="Sessions"
      actions={
        mayOpen && (
          <Button variant="solid" icon={Users} onClick={() => setOpening(true)}>
            Open a session …
          </Button>
        )
      }
    >
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      <SessionTable project={project} title="Open now" sessions={sessions.filter((one) => one.state === 'open')} />
      <SessionTable project={project} title="Closed" sessions={sessions.filter((one) => one.state === 'closed')} />
      {data && sessions.length === 0 && (
        <EmptyState
          title="No session yet"
          action={mayOpen && <Button onClick={() => setOpening(true)}>Open the first …</Button>}
        >
          In a session people meet over cases whose readings differ: they discuss, cast sealed ballots, write why, and
          sign.
        </EmptyState>
      )}
      {isOpening && <OpenSessionDialog project={project} chosen={[]} onClose={() => setOpening(false)} />}
    </DeskScreen>
  );
}

function SessionTable({ project, title, sessions }: { project: string; title: string; sessions: readonly Session[] }) {
  const names = useNames(project);
  if (sessions.length === 0) return null;
  const copy = (session: Session): void => {
    const address = `${location.origin}/sessions/${session.id}`;
    void navigator.clipboard.writeText(address).then(
      () => notify('The link is copied: members of the project join by it', 'done'),
      () => notify(address, 'info'),
    );
  };
  return (
    <Panel label={title}>
      <PanelHeading aside={sessions.length}>{title}</PanelHeading>
      <Table
        label={title}
        rows={sessions}
        rowKey={(session) => session.id}
        columns={[
          {
            id: 'name',
            title: 'Session',
            look: 'fill',
            cell: (session) => (
              <Link to="/sessions/$session" params={{ session: session.id }}>
                <b>{session.name}</b>
              </Link>
            ),
          },
          { id: 'items', title: 'Cases', align: 'end', cell: (session) => session.items.length },
          { id: 'chair', title: 'Chair', cell: (session) => names[session.chair] ?? 'former member' },
          {
            id: 'rule',
            title: 'Settles by',
            isWideOnly: true,
            cell: (session) => `${ruleInWords[session.rule.rule]}, quorum ${session.rule.quorum}`,
          },
          {
            id: 'at',
            title: timeTitle(sessions),
            isWideOnly: true,
            cell: (session) => dayAndTime(session.closedAt ?? session.createdAt),
          },
          {
            id: 'link',
            title: 'Link',
            isTitleHidden: true,
            align: 'end',
            cell: (session) =>
              session.state === 'open' && (
                <Button variant="quiet" icon={Copy} onClick={() => copy(session)}>
                  Copy link
                </Button>
              ),
          },
        ]}
      />
    </Panel>
  );
}

const timeTitle = (sessions: readonly Session[]): string => (sessions[0]?.state === 'closed' ? 'Closed' : 'Opened');

export const ruleInWords = { majority: 'majority', unanimous: 'all alike', chair: 'the chair' } as const;
