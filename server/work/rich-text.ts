import * as Y from 'yjs';
import * as z from 'zod/mini';

interface RichNode {
  readonly type: string;
  readonly text?: string | undefined;
  readonly attrs?: Readonly<Record<string, unknown>> | undefined;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> | undefined }[] | undefined;
  readonly content?: readonly RichNode[] | undefined;
}

const attrs = z.optional(z.record(z.string(), z.unknown()));
const RichNodeSchema: z.ZodMiniType<RichNode> = z.object({
  type: z.string(),
  text: z.optional(z.string()),
  attrs,
  marks: z.optional(z.array(z.object({ type: z.string(), attrs }))),
  content: z.optional(z.array(z.lazy(() => RichNodeSchema))),
});

/** Puts TipTap JSON into an empty fragment, as the collaborative editor would have written it; what is no such JSON is left out. */
export function writeRichText(fragment: Y.XmlFragment, document: unknown): void {
  const read = RichNodeSchema.safeParse(document);
  if (read.success) fragment.insert(0, (read.data.content ?? []).map(elementOf));
}

function elementOf(node: RichNode): Y.XmlElement | Y.XmlText {
  if (node.type === 'text') return textOf(node);
  const element = new Y.XmlElement<Record<string, never>>(node.type);
  for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value as never); // any JSON, as y-tiptap writes it
  element.insert(0, (node.content ?? []).map(elementOf));
  return element as unknown as Y.XmlElement; // the same class with other attribute types
}

function textOf({ text = '', marks = [] }: RichNode): Y.XmlText {
  const written = new Y.XmlText();
  written.insert(0, text, Object.fromEntries(marks.map((mark) => [mark.type, mark.attrs ?? {}])));
  return written;
}
