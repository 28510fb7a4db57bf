import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { parseSync } from 'vite';

export const root = resolve(import.meta.dirname, '../..');

/** A node of a syntax tree, as far as one walks through it. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface SourceFile {
  /** from the root of the repository, with slashes */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  /** files of ours by path from the root; everything else as it is written */
  readonly imports: readonly string[];
  /** those of them that are there when the program runs and must be ready before this file is */
  readonly needs: readonly string[];
}

/** Paths of all files of the four packages, those not yet committed too. */
export function trackedFiles(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'client', 'server', 'shared', 'test'], { cwd: root, encoding: 'utf8' });
  return list.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

export const isTest = (path: string): boolean => path.startsWith('test/') || /\.(test|test-data)\./.test(path);

/** Every source file, parsed, with what it imports: types, lazily loaded modules and workers too. */
export function sourceFiles(): readonly SourceFile[] {
  return trackedFiles()
    .filter((path) => /\.(tsx?|m?js)$/.test(path))
    .map((path) => {
      const text = readText(path);
      const tree = parsed(path, text);
      return { path, text, program: tree, imports: importsOf(path, tree, () => true), needs: importsOf(path, tree, isNeededFirst) };
    });
}

export function parsed(path: string, text: string): Node {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  return program as unknown as Node; // ESTree's nodes all have a type
}

function importsOf(path: string, program: Node, isMeant: (node: Node) => boolean): string[] {
  const found = new Set<string>();
  walk(program, (node) => {
    const wanted = requestOf(node);
    if (wanted !== undefined && isMeant(node)) found.add(targetOf(path, wanted));
  });
  return [...found];
}

/** What a node asks for: `import … from`, `export … from`, `import()`, a type's `import()`, `new URL('./x.ts', import.meta.url)`. */
function requestOf(node: Node): string | undefined {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'URL') {
    const [address, base] = node.arguments as readonly Node[]; // so ESTree says
    return base?.type === 'MemberExpression' && stringOf(address)?.startsWith('./') === true ? stringOf(address) : undefined;
  }
  return /^(Import|Export)(Named|All)?Declaration$|^(Import|TSImportType)(Expression)?$/.test(node.type) ? stringOf(node.source) : undefined;
}

/** Not a type, not loaded later, not a worker. */
function isNeededFirst(node: Node): boolean {
  if (!/Declaration$/.test(node.type) || node.importKind === 'type' || node.exportKind === 'type') return false;
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers : [];
  return specifiers.length === 0 || specifiers.some((specifier) => specifier.importKind !== 'type' && specifier.exportKind !== 'type');
}

const nameOf = (node: unknown): unknown => (isNode(node) ? node.name : undefined);
const stringOf = (node: unknown): string | undefined => (isNode(node) && typeof node.value === 'string' ? node.value : undefined);

function targetOf(path: string, request: string): string {
  const [plain = request] = request.split('?');
  if (plain.startsWith('.')) return normalize(join(dirname(path), plain)).replaceAll('\\', '/');
  return plain.startsWith('@consilium/') ? plain.slice('@consilium/'.length) : plain;
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Visits a node and all below it, parents first; `false` leaves out what is below. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined, key: string) => unknown, parent?: Node, key = ''): void {
  if (visit(node, parent, key) === false) return;
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node, name);
  }
}
