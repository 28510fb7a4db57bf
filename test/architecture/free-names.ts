import { isNode, type Node, walk } from './source-files.ts';

/** What ECMAScript itself has, and what Node, browsers and workers have alike and without a clock: text coding, streams and WebAssembly. */
const pure = new Set([
  'undefined', 'NaN', 'Infinity', 'Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Error', 'Float32Array',
  'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Intl', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'RangeError', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'WeakMap', 'WeakSet',
  'decodeURIComponent', 'encodeURIComponent', 'isNaN', 'parseFloat', 'parseInt', 'structuredClone', 'Date', 'TextDecoder', 'TextEncoder', 'ReadableStream', 'WebAssembly', 'arguments',
]);

/** Names a file uses without having them from anywhere, beyond `pure`; and `Math.random`, `Date.now`, `new Date()`. Types are not looked at. */
export function freeNames(program: Node): string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  walk(program, (node, parent, key) => {
    if (isTypeOnly(node)) return false;
    if (node.type === 'ObjectPattern') for (const name of boundIn(node)) declared.add(name);
    if (node.type === 'Identifier' && typeof node.name === 'string') {
      if (isDeclaration(parent, key)) declared.add(node.name);
      else if (!isLabel(parent, key)) used.add(node.name);
    }
    const impure = clockOrChance(node);
    if (impure !== undefined) used.add(impure);
  });
  return [...used].filter((name) => !declared.has(name) && !pure.has(name)).sort();
}

const isTypeOnly = ({ type }: Node): boolean =>
  type.startsWith('TS') && !['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSParameterProperty'].includes(type);

const namedThings = ['FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration', 'ClassExpression', 'VariableDeclarator'];

function isDeclaration(parent: Node | undefined, key: string): boolean {
  if (parent === undefined) return false;
  if (key === 'params' || key === 'param' || key === 'local') return true;
  if (key === 'id') return namedThings.includes(parent.type);
  // Parts of a pattern: `[a]`, `...a`, `a = 1`.
  return parent.type === 'RestElement' || parent.type === 'ArrayPattern' || (parent.type === 'AssignmentPattern' && key === 'left');
}

/** `{ a, b: c }` binds `a` and `c`. */
function boundIn({ properties }: Node): string[] {
  const values = (properties as readonly Node[]).map(({ value }) => value); // so ESTree says
  return values.flatMap((value) => (isNode(value) && typeof value.name === 'string' ? [value.name] : []));
}

/** Names that stand for themselves: `a.name`, `{ name: … }`, methods, labels, what an import or export calls it. */
function isLabel(parent: Node | undefined, key: string): boolean {
  if (parent === undefined) return false;
  if (key === 'property' || key === 'key') return parent.computed !== true;
  return key === 'label' || key === 'imported' || key === 'exported' || parent.type === 'MetaProperty';
}

function clockOrChance(node: Node): string | undefined {
  const { object, property, callee } = node as { object?: unknown; property?: unknown; callee?: unknown }; // present or not, by the node's type
  if (node.type === 'MemberExpression' && isNode(object) && isNode(property)) {
    const path = `${object.name}.${property.name}`;
    return path === 'Math.random' || path === 'Date.now' ? path : undefined;
  }
  const isEmpty = Array.isArray(node.arguments) && node.arguments.length === 0;
  return (node.type === 'NewExpression' || node.type === 'CallExpression') && isEmpty && isNode(callee) && callee.name === 'Date' ? 'new Date()' : undefined;
}
