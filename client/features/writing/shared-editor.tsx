import { Collaboration } from '@tiptap/extension-collaboration';
import { Placeholder } from '@tiptap/extensions';
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { Bold, Heading2, Italic, List, ListOrdered, Quote } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { OpenDocument } from '../../sync/document.ts';
import { useNames } from '../../sync/me.ts';
import { carets } from './carets.ts';
import { mentionOf } from './mention.ts';
import './writing.css';

interface Props {
  readonly document: OpenDocument;
  /** the fragment's root name, such as `guideline` or `rationale/<row>` */
  readonly root: string;
  readonly project: string;
  /** what it is, for screen readers and the placeholder */
  readonly label: string;
  readonly placeholder?: string;
  readonly isReadOnly?: boolean;
  readonly hasTools?: boolean;
  /** a person's hue on this screen */
  readonly colourOf?: (user: string) => string;
}

/** Text that several people write together: carets with names, own undo, offline like everything else. */
export function SharedEditor({
  document,
  root,
  project,
  label,
  placeholder,
  isReadOnly = false,
  hasTools = true,
  colourOf = anyHue,
}: Props) {
  const names = useNames(project);
  const people = useRef<readonly { id: string; label: string }[]>([]);
  people.current = Object.entries(names).map(([id, name]) => ({ id, label: name }));
  const editor = useEditor(
    {
      extensions: [
        StarterKit.configure({ undoRedo: false, link: { openOnClick: false, protocols: ['https'] } }),
        Placeholder.configure({ placeholder: placeholder ?? label }),
        Collaboration.configure({ fragment: document.doc.getXmlFragment(root) }),
        mentionOf(() => people.current),
        carets(document.awareness, colourOf),
      ],
      editable: !isReadOnly,
      editorProps: { attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' } },
    },
    [document.doc, root],
  );
  useEffect(() => editor?.setEditable(!isReadOnly), [editor, isReadOnly]);
  if (!editor) return null;
  return (
    <div className="writing" data-readonly={isReadOnly}>
      {hasTools && !isReadOnly && <Tools editor={editor} />}
      <EditorContent editor={editor} />
    </div>
  );
}

const hues = ['--rA', '--rB', '--rC', '--rD', '--rE', '--rF'];

/** A steady hue for a person where the screen gives them none. */
function anyHue(user: string): string {
  let sum = 0;
  for (const character of user) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
  return `var(${hues[sum % hues.length]})`;
}

/** The editor keeps the focus: it would come back a frame later, and what is typed until then would be lost. */
const keepFocus = (event: React.MouseEvent): void => event.preventDefault();

function Tools({ editor }: { editor: Editor }) {
  const is = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      heading: now.isActive('heading', { level: 2 }),
      list: now.isActive('bulletList'),
      steps: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
    }),
  });
  const tools = [
    {
      title: 'Heading',
      icon: Heading2,
      isOn: is.heading,
      run: () => editor.chain().focus().toggleHeading({ level: 2 }).run(),
    },
    { title: 'Bold', icon: Bold, isOn: is.bold, run: () => editor.chain().focus().toggleBold().run() },
    { title: 'Italic', icon: Italic, isOn: is.italic, run: () => editor.chain().focus().toggleItalic().run() },
    { title: 'List', icon: List, isOn: is.list, run: () => editor.chain().focus().toggleBulletList().run() },
    {
      title: 'Numbered list',
      icon: ListOrdered,
      isOn: is.steps,
      run: () => editor.chain().focus().toggleOrderedList().run(),
    },
    { title: 'Quotation', icon: Quote, isOn: is.quote, run: () => editor.chain().focus().toggleBlockquote().run() },
  ];
  return (
    <div className="writing-tools" role="toolbar" aria-label="Format">
      {tools.map(({ title, icon: Glyph, isOn, run }) => (
        <button key={title} type="button" title={title} aria-label={title} aria-pressed={isOn} onMouseDown={keepFocus} onClick={run}>
          <Glyph size={15} />
        </button>
      ))}
    </div>
  );
}
