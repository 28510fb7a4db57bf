import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouteComponent,
  useParams,
  useSearch,
} from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { codeWhenThere } from '../ui/code-when-there.ts';
import { Broken, NotFound, Opening } from './dead-ends.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === 'string' && /^\/(?!\/)/.test(search.to) ? { to: search.to } : {},
  component: function SignInRoute() {
    return <SignIn {...useSearch({ from: '/sign-in' })} />;
  },
});
const SignIn = lazyRouteComponent(() => codeWhenThere(() => import('../features/sign-in/sign-in-screen.tsx')), 'SignInScreen');
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => codeWhenThere(() => import('../features/invitation/invitation-screen.tsx')), 'InvitationScreen'),
});
const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyRouteComponent(() => codeWhenThere(() => import('../features/password/new-password-screen.tsx')), 'NewPasswordScreen'),
});

const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  component: lazyRouteComponent(() => codeWhenThere(() => import('./app-frame.tsx')), 'AppFrame'),
});
const projects = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => codeWhenThere(() => import('../features/projects/projects-screen.tsx')), 'ProjectsScreen'),
});
const newProject = createRoute({
  getParentRoute: () => frame,
  path: '/projects/new',
  component: lazyRouteComponent(() => codeWhenThere(() => import('../features/projects/new-project-screen.tsx')), 'NewProjectScreen'),
});
const projectHome = createRoute({
  getParentRoute: () => frame,
  path: '/projects/$project',
  component: function ProjectHome() {
    return <Navigate to={`/projects/${useParam('project')}/overview`} replace />;
  },
});

type ProjectScreen = ComponentType<{ project: string }>;

/** One screen of a project, at `/projects/<project>/<name>`, in a chunk of its own. */
function projectScreen<Name extends string>(
  name: string,
  load: () => Promise<Record<Name, ProjectScreen>>,
  exported: Name,
) {
  const lazily = lazyRouteComponent(() => codeWhenThere(load), exported);
  const Screen = lazily as ProjectScreen; // exactly what `load` promises
  const component = fetchedAhead(lazily, () => {
    const project = useParam('project');
    return <Screen key={project} project={project} />;
  });
  return createRoute({ getParentRoute: () => frame, path: `/projects/$project/${name}`, component });
}

const projectScreens = [
  projectScreen('overview', () => import('../features/overview/overview-screen.tsx'), 'OverviewScreen'),
  projectScreen('queue', () => import('../features/queue/queue-screen.tsx'), 'QueueScreen'),
  projectScreen('protocol', () => import('../features/protocol/protocol-screen.tsx'), 'ProtocolScreen'),
  projectScreen('data', () => import('../features/data/data-screen.tsx'), 'DataScreen'),
  projectScreen('work', () => import('../features/work/work-screen.tsx'), 'WorkScreen'),
  projectScreen('sessions', () => import('../features/sessions/sessions-screen.tsx'), 'SessionsScreen'),
  projectScreen('agreement', () => import('../features/agreement/agreement-screen.tsx'), 'AgreementScreen'),
  projectScreen('export', () => import('../features/export/export-screen.tsx'), 'ExportScreen'),
  projectScreen('people', () => import('../features/people/people-screen.tsx'), 'PeopleScreen'),
  projectScreen('audit', () => import('../features/audit/audit-screen.tsx'), 'AuditScreen'),
  projectScreen('settings', () => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
];

const Annotate = lazyRouteComponent(() => codeWhenThere(() => import('../features/annotate/annotate-screen.tsx')), 'AnnotateScreen');
const item = createRoute({
  getParentRoute: () => frame,
  path: '/items/$item',
  component: fetchedAhead(Annotate, function ItemRoute() {
    const id = useParam('item');
    return <Annotate key={id} item={id} />;
  }),
});
const Session = lazyRouteComponent(() => codeWhenThere(() => import('../features/session/session-screen.tsx')), 'SessionScreen');
const session = createRoute({
  getParentRoute: () => frame,
  path: '/sessions/$session',
  component: fetchedAhead(Session, function SessionRoute() {
    const id = useParam('session');
    return <Session key={id} session={id} />;
  }),
});

/** The router asks for the code of the screen beside that of the frame, and shows the route when both are here. */
function fetchedAhead(screen: { readonly preload?: () => Promise<void> | undefined }, component: () => ReactNode): RouteComponent {
  return Object.assign(component, { preload: () => screen.preload?.() });
}

function useParam(name: 'project' | 'item' | 'session'): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return params[name] ?? '';
}

const tree = root.addChildren([
  signIn,
  invitation,
  newPassword,
  frame.addChildren([projects, newProject, projectHome, item, session, ...projectScreens]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', defaultPendingComponent: Opening, scrollRestoration: true });
