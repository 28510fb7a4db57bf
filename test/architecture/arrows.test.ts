import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parts, screens, wrongArrow } from './arrows.ts';
import { cyclesOf } from './cycles.ts';
import { freeNames } from './free-names.ts';
import { isTest, parsed, readText, root, sourceFiles } from './source-files.ts';

const files = sourceFiles();
const isOurs = (target: string): boolean => /^(client|server|shared|test)\//.test(target);
const names = /^(?:@[^/]+\/)?[^/]+/;

describe('arrows', () => {
  it('[ARROW1] each part uses only what stands left of it', () => {
    const wrong = files.flatMap(({ path, imports }) => imports.filter((target) => isOurs(target) && existsSync(join(root, target))).map((target) => wrongArrow(path, target)));
    expect(wrong.filter((words) => words !== undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(600);
  });

  it('[ARROW1] the parts themselves have an order: none leads back to itself', () => {
    expect(cyclesOf(new Map(parts.map(({ name, uses }) => [name, uses])))).toEqual([]);
    const known = new Set(parts.map(({ name }) => name));
    expect(parts.flatMap(({ uses }) => uses).filter((name) => !known.has(name))).toEqual([]);
  });

  it('[ARROW1] a forbidden arrow is seen', () => {
    expect([
      wrongArrow('client/sync/x.ts', 'server/log/port.ts'), wrongArrow('shared/domain/x.ts', 'shared/document/op.ts'),
      wrongArrow('client/features/queue/x.ts', 'client/features/work/x.ts'), wrongArrow('shared/modalities/text/x.ts', 'shared/modalities/imaging/x.ts'),
      wrongArrow('server/relay/x.ts', 'shared/modalities/registry.ts'), wrongArrow('server/new/x.ts', 'server/log/port.ts'),
    ].map((words) => typeof words)).toEqual(Array(6).fill('string'));
    expect(wrongArrow('server/relay/room.ts', 'server/log/port.ts')).toBeUndefined();
  });

  it('[ARROW2] no file needs itself to be ready before it is', () => {
    expect(cyclesOf(new Map(files.map(({ path, needs }) => [path, needs])))).toEqual([]);
    expect(cyclesOf(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual([['b', 'c']]);
  });

  it('[ARROW3] shared has no DOM, no Node, no clock and no chance', () => {
    const pure = files.filter(({ path }) => path.startsWith('shared/') && !isTest(path));
    expect(pure.flatMap(({ path, program }) => freeNames(program).map((name) => `${path}: ${name}`))).toEqual([]);
    expect(pure.flatMap(({ path, imports }) => imports.filter((target) => isBuiltIn(target)).map((target) => `${path}: ${target}`))).toEqual([]);
  });

  it('[ARROW3] what is impure is seen, and a name of one’s own is not', () => {
    const text = 'const { document, a: [window] } = x; document.y; window.z; setTimeout(f); Date.now(); new Date(); Math.random(); const f = (crypto: Crypto) => crypto;';
    expect(freeNames(parsed('a.ts', text))).toEqual(['Date.now', 'Math.random', 'new Date()', 'setTimeout', 'x']);
  });

  it('[ARROW4] screens do not use one another, and every screen is a route', () => {
    const router = readText('client/app/router.tsx');
    expect(screens.filter((name) => !router.includes(`../features/${name}/`))).toEqual([]);
    const routed = [...router.matchAll(/\.\.\/features\/([^/]+)\//g)].map(([, name]) => name);
    expect(routed.filter((name) => name === undefined || !screens.includes(name))).toEqual([]);
  });

  it('[ARROW5] what is imported from elsewhere is declared by the package that imports it', () => {
    const whole = declaredIn('.');
    const undeclared = files.flatMap(({ path, imports }) => {
      const [home = ''] = path.split('/');
      const own = declaredIn(home);
      return imports
        .filter((target) => !isOurs(target) && !isBuiltIn(target) && !target.startsWith('*'))
        .filter((target) => !own.has(names.exec(target)?.[0] ?? '') && !(isTest(path) || path.includes('-plugin.') ? whole : own).has(names.exec(target)?.[0] ?? ''))
        .map((target) => `${path}: ${target}`);
    });
    expect(undeclared).toEqual([]);
  });
});

const isBuiltIn = (target: string): boolean => target.startsWith('node:') || builtinModules.includes(target);

const Manifest = z.object({ dependencies: z.optional(z.record(z.string(), z.string())), devDependencies: z.optional(z.record(z.string(), z.string())) });

function declaredIn(home: string): ReadonlySet<string> {
  const { dependencies = {}, devDependencies = {} } = Manifest.parse(JSON.parse(readFileSync(join(root, home, 'package.json'), 'utf8')));
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
}
