import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { ChevronDown } from 'lucide-react';
import { useEndpoint } from '../../sync/rest.ts';
import { Menu } from '../../ui/menu.tsx';
import classes from './project-switcher.module.css';

/** The project at hand, and the way to the others. */
export function ProjectSwitcher({ project, onChoose }: { project: string; onChoose: (project: string) => void }) {
  const { data } = useEndpoint(endpoints.projects);
  const projects = data?.projects ?? [];
  const name = projects.find(({ id }) => id === project)?.name ?? 'Project';
  return (
    <Menu
      position="bottom-start"
      entries={[{ heading: 'Projects' }, ...projects.map((one) => ({ title: one.name, run: () => onChoose(one.id) }))]}
    >
      <button type="button" className={classes.switcher} aria-label={`Project: ${name}. Switch project`}>
        <span className={classes.name}>{name}</span>
        <ChevronDown size={16} aria-hidden="true" />
      </button>
    </Menu>
  );
}
