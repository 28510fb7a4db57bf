import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

/** After a build: `sw.js` with the list of all built files, worker and wasm chunks included; its name for the version is their hash. */
export function serviceWorker(): Plugin {
  let outDir = '';
  return {
    name: 'consilium-service-worker',
    apply: 'build',
    configResolved: (config) => {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = (await filesUnder(outDir)).filter((file) => file !== 'sw.js' && !file.endsWith('.map')).sort();
        if (!files.includes('index.html')) return; // the build failed, and said so
        const contents = await Promise.all(files.map((file) => readFile(join(outDir, file))));
        const version = createHash('sha256')
          .update(files.join())
          .update(Buffer.concat(contents))
          .digest('hex')
          .slice(0, 16);
        const source = await readFile(new URL('../sw.js', import.meta.url), 'utf8');
        const paths = files.map((file) => (file === 'index.html' ? '/' : `/${file}`));
        await writeFile(
          join(outDir, 'sw.js'),
          `const version = '${version}';\nconst files = ${JSON.stringify(paths)};\n${source}`,
        );
      },
    },
  };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
