/** Starts the server. Nothing is imported before the version is known to do: the database driver crashes under an older Node. */
const oldest = 22;
if (Number(process.versions.node.split('.')[0]) < oldest) {
  process.stderr.write(`Consilium needs Node ${oldest} or newer; this is ${process.version}. “npm start” brings its own: use that, or install Node 24.\n`);
  process.exitCode = 1;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(); // starting again takes half as long
  const { run } = await import('./run.ts');
  await run(process.env);
}

export {}; // a module, so that it may wait
