// Finds a Chromium for the browser tests, or brings one: Debian's package where this runs as root, else Playwright's own download.
// Brings PostgreSQL, Redis and an S3 server too where it may: what is tested over them is skipped, with a word why, where they are not.
// Plain JavaScript, because it runs before anything is known of the Node that starts it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const output = fileURLToPath(new URL('../.output/', import.meta.url));
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

function findBrowser() {
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const asked = process.env.CONSILIUM_BROWSER ? [process.env.CONSILIUM_BROWSER] : [];
  return [...asked, ...inPath, ...usualPlaces].find((path) => existsSync(path));
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const isInPath = (name) => (process.env.PATH ?? '').split(delimiter).concat('/usr/sbin').some((folder) => existsSync(join(folder, name)));

function hasPostgres() {
  if (isInPath('initdb')) return true;
  return existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').some((version) => existsSync(`/usr/lib/postgresql/${version}/bin/initdb`));
}

/** Debian's packages of what the tests want and this machine has not. */
function missingPackages() {
  return [
    ...(findBrowser() ? [] : ['chromium']),
    ...(hasPostgres() || process.env.CONSILIUM_TEST_DATABASE_URL ? [] : ['postgresql']),
    ...(isInPath('redis-server') || isInPath('valkey-server') || process.env.REDIS_URL ? [] : ['redis-server']),
    ...(['radosgw', 'ceph-mon', 'ceph-osd'].filter((name) => !isInPath(name))),
  ];
}

function installFromDebian() {
  const packages = missingPackages();
  if (packages.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stdout.write(`Installing from Debian, for the tests: ${packages.join(', ')} …\n`);
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const install = (wanted) => spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...wanted], options).status === 0;
  if (install(packages)) return;
  spawnSync('apt-get', ['update'], options);
  if (!install(packages)) for (const one of packages) install([one]); // one that is not to be had keeps back no other
}

function installFromPlaywright() {
  process.stdout.write('No browser found: downloading Chromium with Playwright …\n');
  if (!runs('npx', ['--yes', 'playwright-core@1.65.1', 'install', 'chromium'])) return undefined;
  const script = "import('playwright-core').then((p) => process.stdout.write(p.chromium.executablePath()))";
  return execFileSync('node', ['--input-type=module', '-e', script], { cwd: fileURLToPath(new URL('..', import.meta.url)) }).toString();
}

installFromDebian();
const browser = findBrowser() ?? installFromPlaywright();
if (!browser) {
  process.stderr.write('The browser tests need Chromium, Chrome or Edge. Install one, or set CONSILIUM_BROWSER to its path, and run npm test again.\n');
  process.exit(1);
}
mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'browser.txt'), browser);
