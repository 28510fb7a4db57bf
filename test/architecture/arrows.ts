import { isTest } from './source-files.ts';

/** A part of the house: the files that `files` matches. It may use itself, and the parts named in `uses` with what they are made of. */
export interface Part {
  readonly name: string;
  readonly files: RegExp;
  readonly uses: readonly string[];
}

/** Screens; every other folder of `features` is a part that screens share. */
export const screens = [
  'agreement', 'annotate', 'audit', 'data', 'export', 'invitation', 'overview', 'password', 'people', 'projects',
  'protocol', 'queue', 'session', 'sessions', 'settings', 'sign-in', 'work',
];
const partsOfScreens = ['writing', 'comments', 'figures', 'published-protocol', 'work-rows', 'open-session', 'bring-bundle'];
const modalities = ['imaging', 'text'];

const folder = (name: string, uses: readonly string[]): Part => ({ name, files: new RegExp(`^${name}/`), uses });

const meaning = ['kernel', 'domain', 'document', 'permissions', 'agreement', 'audit', 'consensus', 'formats', 'wire', 'modalities'].map((name) => `shared/${name}`);
const allOfShared = [...meaning, ...modalities.map((name) => `shared/modalities/${name}`)];

const shared: readonly Part[] = [
  folder('shared/kernel', []),
  folder('shared/domain', ['shared/kernel']),
  folder('shared/document', ['shared/domain', 'shared/kernel']),
  folder('shared/permissions', ['shared/domain', 'shared/kernel']),
  folder('shared/audit', ['shared/kernel']),
  folder('shared/agreement', ['shared/kernel']),
  { name: 'shared/modalities/contract', files: /^shared\/modalities\/(contract|read-versioned)\.ts$/, uses: ['shared/domain', 'shared/kernel'] },
  ...modalities.map((name) => folder(`shared/modalities/${name}`, ['shared/modalities/contract', 'shared/domain', 'shared/kernel'])),
  {
    name: 'shared/modalities', files: /^shared\/modalities\/[^/]+\.ts$/,
    uses: ['shared/modalities/contract', ...modalities.map((name) => `shared/modalities/${name}`), 'shared/domain', 'shared/kernel'],
  },
  folder('shared/consensus', ['shared/agreement', 'shared/document', 'shared/domain', 'shared/kernel', 'shared/modalities', 'shared/modalities/contract']),
  folder('shared/wire', ['shared/consensus', 'shared/domain', 'shared/kernel']),
  folder('shared/formats', ['shared/consensus', 'shared/wire', 'shared/domain', 'shared/kernel']),
];

const house = ['server/config', 'server/storage'];
const server: readonly Part[] = [
  { name: 'server/config', files: /^server\/(config|ancestors)\.ts$/, uses: ['shared/kernel'] },
  folder('server/storage', ['server/config', 'shared/kernel']),
  folder('server/bus', ['shared/domain', 'shared/permissions']),
  folder('server/blobs', [...house, 'shared/kernel']),
  folder('server/log', ['server/storage', 'shared/audit', 'shared/kernel', 'shared/permissions']),
  folder('server/guard', ['shared/kernel', 'shared/permissions', 'shared/wire']),
  folder('server/relay', ['server/bus', 'server/guard', 'server/log', 'shared/domain', 'shared/permissions', 'shared/wire']),
  folder('server/ingest', ['shared/domain', 'shared/kernel', ...modalities.map((name) => `shared/modalities/${name}`)]),
  folder('server/work', [...house, 'server/bus', 'server/blobs', 'server/log', 'server/relay', 'server/ingest', ...allOfShared]),
  folder('server/access', ['server/work', 'server/relay', ...house, 'shared/domain', 'shared/kernel', 'shared/permissions', 'shared/wire']),
  folder('server/routes', ['server/access', 'server/work', 'server/relay', 'server/config', 'shared/kernel', 'shared/wire']),
  {
    name: 'server', files: /^server\/[^/]+\.ts$/,
    uses: ['server/routes', 'server/access', 'server/work', 'server/relay', 'server/log', 'server/blobs', 'server/bus', ...house, 'shared/kernel'],
  },
  folder('server/cli', ['server', 'server/access', 'server/work', 'server/ingest', 'server/log', ...house, ...allOfShared]),
];

const belowScreens = ['client/sync', 'client/state', 'client/ui'];
const partUses = [...belowScreens, 'shared/wire', 'shared/consensus', 'shared/domain', 'shared/document', 'shared/kernel'];
const client: readonly Part[] = [
  folder('client/ui', ['shared/domain', 'shared/kernel']),
  folder('client/state', []),
  folder('client/sync', ['client/ui', 'shared/document', 'shared/domain', 'shared/kernel', 'shared/permissions', 'shared/wire']),
  folder('client/canvas', ['shared/document', 'shared/domain', 'shared/modalities/imaging']),
  { name: 'client/modalities/contract', files: /^client\/modalities\/contract\.ts$/, uses: ['shared/document', 'shared/domain', 'shared/wire'] },
  ...modalities.map((name) =>
    folder(`client/modalities/${name}`, ['client/modalities/contract', 'client/canvas', ...belowScreens, 'shared/domain', 'shared/kernel', 'shared/wire', `shared/modalities/${name}`]),
  ),
  { name: 'client/modalities', files: /^client\/modalities\/registry\.ts$/, uses: ['client/modalities/contract', ...modalities.map((name) => `client/modalities/${name}`)] },
  folder('client/app/shell', [...belowScreens, 'shared/permissions', 'shared/wire']),
  ...partsOfScreens.map((name, i) => folder(`client/features/${name}`, [...partUses, ...partsOfScreens.slice(0, i).map((earlier) => `client/features/${earlier}`)])),
  ...screens.map((name) =>
    folder(`client/features/${name}`, [
      ...partUses, ...partsOfScreens.map((part) => `client/features/${part}`), 'client/app/shell',
      'client/modalities', 'client/modalities/contract', 'shared/agreement', 'shared/permissions', 'shared/modalities',
    ]),
  ),
  {
    name: 'client/app', files: /^client\/(app\/[^/]+|main\.tsx)$/,
    uses: [...screens.map((name) => `client/features/${name}`), 'client/app/shell', ...belowScreens, 'shared/wire', 'shared/permissions'],
  },
];

export const parts: readonly Part[] = [...shared, ...server, ...client];

export const partOf = (path: string): Part | undefined => parts.find(({ files }) => files.test(path));

/** What is wrong with one file's use of another, in words; `undefined` where it may. */
export function wrongArrow(from: string, to: string): string | undefined {
  if (isTest(from)) return undefined;
  const [user, used] = [partOf(from), partOf(to)];
  if (isTest(to)) return `${from} uses ${to}: the product needs no test`;
  if (user === undefined || used === undefined) return `${user === undefined ? from : to} belongs to no part`;
  return user === used || user.uses.includes(used.name) ? undefined : `${from} uses ${to}: ${user.name} may not use ${used.name}`;
}
