import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Menu as MenuIcon, X } from 'lucide-react';
import { useEffect } from 'react';
import { useCommands } from '../../state/commands.ts';
import { useImportUnderWay } from '../../sync/imports-under-way.ts';
import { actorIn, useMe } from '../../sync/me.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { IconButton } from '../../ui/button.tsx';
import { AccountMenu } from './account-menu.tsx';
import classes from './desk-navigation.module.css';
import { Logo } from './logo.tsx';
import { type NavigationEntry, navigationEntries } from './navigation-entries.ts';
import { ProjectSwitcher } from './project-switcher.tsx';

/** Where a person may go in a project; a drawer on a phone. */
export function DeskNavigation({
  project,
  isOpen,
  onOpen,
}: {
  project?: string;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}) {
  const me = useMe();
  const navigate = useNavigate();
  const { data } = useEndpoint(
    endpoints.project,
    { params: { project: project ?? '' } },
    { isEnabled: project !== undefined },
  );
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onOpen(false);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOpen, onOpen]);
  const entries = me && project ? navigationEntries.filter(({ action }) => may(actorIn(me, project), action)) : [];
  useCommands(
    entries.map(({ id, title }) => ({
      id: `go.${id}`,
      title: `Go to ${title.toLowerCase()}`,
      group: 'Go',
      run: () => void navigate({ to: `/projects/${project}/${id}` }),
    })),
  );
  const importing = useImportUnderWay(project);
  const titleOf = ({ id, title }: NavigationEntry): string => {
    if (id === 'protocol' && data?.protocolVersion) return `${title} v${data.protocolVersion}`;
    return id === 'data' && importing ? `${title}, ${importing.percent} % sent` : title;
  };
  const link = (entry: NavigationEntry) => (
    <Link key={entry.id} to={`/projects/${project}/${entry.id}`} className={classes.link} onClick={() => onOpen(false)}>
      {titleOf(entry)}
    </Link>
  );
  return (
    <div className={classes.area}>
      <div className={classes.bar}>
        <Link to="/" className={classes.logo} aria-label="Consilium, all projects">
          <Logo />
          <b>Consilium</b>
        </Link>
        <span className={classes.toggle}>
          <IconButton
            icon={isOpen ? X : MenuIcon}
            title={isOpen ? 'Close navigation' : 'Navigation'}
            ariaExpanded={isOpen}
            ariaControls="navigation"
            onClick={() => onOpen(!isOpen)}
          />
        </span>
      </div>
      <div className={classes.drawer} id="navigation" data-open={isOpen}>
        {project && <ProjectSwitcher project={project} onChoose={(id) => void navigate({ to: `/projects/${id}` })} />}
        <nav aria-label="Project" className={classes.links}>
          {!project && (
            <Link to="/" className={classes.link}>
              Projects
            </Link>
          )}
          {entries.filter(({ isLow }) => !isLow).map(link)}
        </nav>
        <nav aria-label="Project settings and account" className={classes.low}>
          {entries.filter(({ isLow }) => isLow).map(link)}
          <AccountMenu />
        </nav>
      </div>
      {isOpen && <div className={classes.veil} aria-hidden="true" onClick={() => onOpen(false)} />}
    </div>
  );
}
