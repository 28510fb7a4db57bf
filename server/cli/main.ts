import { Command, CommanderError, Option } from 'commander';
import { StorageRefused } from '../storage/storage.ts';
import { Failure, markFailed, tell, wordsOf } from './outcome.ts';

const program = new Command('consilium')
  .description('Consilium on the command line: works with or without a running server')
  .option('--debug', 'show where an error came from')
  .configureOutput({
    outputError: (words, write) =>
      write(
        `consilium: ${words
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' ')}\n`,
      ),
  })
  .exitOverride();

const dataDir = () => new Option('--data-dir <folder>', 'the data directory (CONSILIUM_DATA_DIR, else ./data)');
const url = () => new Option('--url <address>', 'a running server; without it the data directory is used');
const token = () => new Option('--token <token>', 'an API token for --url (or CONSILIUM_TOKEN)');
const as = () => new Option('--as <e-mail>', 'who acts on the data directory; the first administrator where left out');

// Each verb is loaded when it is asked for: `--help` and `agreement` need no database.
program
  .command('import')
  .description('import files and folders into a project; without --project, bundles as new projects')
  .argument('<files...>')
  .option('--project <id>', 'the project')
  .addOption(url())
  .addOption(token())
  .addOption(dataDir())
  .addOption(as())
  .action(async (files, options) => (await import('./import.ts')).importFiles(files, options));
program
  .command('export')
  .description('write a project’s work to a zip')
  .requiredOption('--project <id>', 'the project')
  .addOption(
    new Option('--format <format>', 'the format').choices(['coco', 'brat', 'jsonl', 'bundle']).default('bundle'),
  )
  .requiredOption('--out <file>', 'the zip to write')
  .addOption(url())
  .addOption(token())
  .addOption(dataDir())
  .addOption(as())
  .action(async (options) => (await import('./export.ts')).exportToFile(options));
program
  .command('agreement')
  .description('agreement statistics of ratings tables (CSV or JSON)')
  .argument('<files...>')
  .option('--json', 'one JSON line a file')
  .action(async (files, options) => (await import('./agreement.ts')).agreementOfFiles(files, options));
program
  .command('inspect')
  .description('what DICOM and image files hold')
  .argument('<files...>')
  .option('--json', 'one JSON line a file')
  .action(async (files, options) => (await import('./inspect-files.ts')).inspectFiles(files, options));

program
  .command('erase')
  .description('erase an item for good: keys, documents, rows and sources')
  .argument('<item>', 'the id of the item')
  .requiredOption('--reason <words>', 'why; kept in the audit trail')
  .addOption(url())
  .addOption(token())
  .addOption(dataDir())
  .addOption(as())
  .action(async (item, options) => (await import('./erase.ts')).eraseFromCommandLine(item, options));

program
  .command('password-link')
  .description('a one-time link for somebody who has forgotten their password, an administrator included')
  .argument('<e-mail>')
  .addOption(dataDir())
  .action(async (email, options) => (await import('./password-link.ts')).passwordLinkFromCommandLine(email, options));

const audit = program.command('audit').description('the audit trail');
audit
  .command('verify')
  .description('check the hash chain and its signed heads')
  .argument('[file]', 'a trail written by “audit export”; without it, the data directory or --url')
  .addOption(dataDir())
  .addOption(url())
  .addOption(token())
  .option('--kept <file>', 'a trail exported earlier and kept elsewhere: its key counts, and what it had signed must be there')
  .action(async (file, options) => (await import('./audit.ts')).verifyTrail(file, options));
audit
  .command('export')
  .description('write the trail with its signed heads, to be kept elsewhere')
  .argument('<out>')
  .addOption(dataDir())
  .addOption(url())
  .addOption(token())
  .action(async (out, options) => (await import('./audit.ts')).exportTrail(out, options));

program
  .command('backup')
  .description('write everything but the master key to one file, while the server runs or not')
  .argument('<out>')
  .addOption(dataDir())
  .action(async (out, options) => (await import('./backup.ts')).backUp(out, options));
program
  .command('restore')
  .description('put a backup into a data directory that holds none')
  .argument('<file>')
  .addOption(dataDir())
  .action(async (file, options) => (await import('./restore.ts')).restore(file, options));
program
  .command('keys')
  .description('the master key')
  .command('rotate')
  .description('a new master key for everything, while the server is stopped')
  .addOption(dataDir())
  .action(async (options) => (await import('./rotate.ts')).rotateKeys(options));

/** One line for what went wrong; the rest only where it is asked for. */
function onError(error: unknown): void {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) process.exitCode = error.exitCode; // commander has said it already
    return;
  }
  const wantsStack = program.opts().debug === true || (process.env.CONSILIUM_DEBUG ?? '') !== '';
  if (wantsStack && error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
  else
    tell(`consilium: ${error instanceof Failure || error instanceof StorageRefused ? error.message : wordsOf(error)}`);
  markFailed();
}

// A reader that has had enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
await program.parseAsync().catch(onError);
