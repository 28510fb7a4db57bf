import { createElement, Fragment, type ReactNode } from 'react';
import './writing.css';

interface Node {
  readonly type: string;
  readonly text?: string;
  readonly content: readonly unknown[];
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly marks: readonly string[];
}

/**
 * TipTap JSON as React elements, read only, without the editor's weight. Only known nodes and marks become elements; text is always text,
 * so nothing stored can become markup. Links are shown as text with their address.
 */
export function RichText({ value }: { value: unknown }) {
  return <div className="rich">{render(value, 'root')}</div>;
}

/** The words alone, a line per block. */
export function plainText(value: unknown): string {
  const node = readNode(value);
  if (!node) return '';
  if (node.text !== undefined) return node.text;
  if (node.type === 'mention') return `@${String(node.attrs.label ?? '')}`;
  const isBlock = node.content.some(
    (child) => readNode(child)?.text === undefined && readNode(child)?.type !== 'mention',
  );
  return node.content.map(plainText).join(isBlock ? '\n' : '');
}

const elements: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bulletList: 'ul',
  orderedList: 'ol',
  listItem: 'li',
  blockquote: 'blockquote',
  codeBlock: 'pre',
};
const marks: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  strike: 's',
  code: 'code',
  underline: 'u',
};

function render(value: unknown, key: string): ReactNode {
  const node = readNode(value);
  if (!node) return null;
  if (node.text !== undefined)
    return node.marks.reduce<ReactNode>(
      (inner, mark) => (marks[mark] ? createElement(marks[mark], { key }, inner) : inner),
      node.text,
    );
  const children = node.content.map((child, index) => <Fragment key={index}>{render(child, String(index))}</Fragment>);
  if (node.type === 'mention') return <span className="mention">@{String(node.attrs.label ?? '')}</span>;
  if (node.type === 'hardBreak') return <br />;
  if (node.type === 'heading')
    return createElement(`h${Math.min(3, Math.max(1, Number(node.attrs.level) || 2))}`, { key }, children);
  const element = elements[node.type];
  return element ? createElement(element, { key }, children) : children;
}

function readNode(value: unknown): Node | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const fields = value as Record<string, unknown>; // an object with a type: every field is checked below
  const found = Array.isArray(fields.marks)
    ? fields.marks.map((mark) => String((mark as { type?: unknown })?.type))
    : [];
  return {
    type: String(fields.type),
    ...(typeof fields.text === 'string' ? { text: fields.text } : {}),
    content: Array.isArray(fields.content) ? fields.content : [],
    attrs: typeof fields.attrs === 'object' && fields.attrs !== null ? (fields.attrs as Record<string, unknown>) : {},
    marks: found,
  };
}
