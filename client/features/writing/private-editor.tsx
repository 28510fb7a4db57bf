import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import { useNames } from '../../sync/me.ts';
import { mentionOf } from './mention.ts';
import './writing.css';

interface Props {
  readonly project: string;
  readonly label: string;
  readonly value?: unknown;
  /** Ctrl Enter; the editor is emptied afterwards. `body` is TipTap JSON. */
  readonly onSend: (body: unknown, isEmpty: boolean) => void;
  readonly onCancel?: () => void;
  readonly sendTitle: string;
  readonly hasAutoFocus?: boolean;
  /** whenever this becomes another value, the editor takes the focus: a place was chosen to write about */
  readonly about?: unknown;
}

/** A remark of one's own, with mentions; nothing leaves before it is sent. */
export function PrivateEditor({ project, label, value, onSend, onCancel, sendTitle, hasAutoFocus = false, about }: Props) {
  const names = useNames(project);
  const people = useRef<readonly { id: string; label: string }[]>([]);
  people.current = Object.entries(names).map(([id, name]) => ({ id, label: name }));
  const send = useRef<() => boolean>(() => false);
  const editor = useEditor({
    extensions: [
      StarterKit.configure({ link: { openOnClick: false, protocols: ['https'] } }),
      Placeholder.configure({ placeholder: label }),
      mentionOf(() => people.current),
    ],
    content: (value as object | undefined) ?? '', // stored TipTap JSON; the editor's schema drops what it does not know
    autofocus: hasAutoFocus ? 'end' : false,
    editorProps: {
      attributes: { 'aria-label': label, role: 'textbox', 'aria-multiline': 'true' },
      handleKeyDown: (view, event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return send.current();
        if (event.key !== 'Escape') return false;
        if (onCancel) onCancel();
        else view.dom.blur(); // and the screen has its keys again
        return false;
      },
    },
  });
  useEffect(() => {
    if (about !== undefined) editor?.commands.focus('end');
  }, [editor, about]);
  send.current = () => {
    if (!editor || editor.isEmpty) return true;
    onSend(editor.getJSON(), editor.isEmpty);
    editor.commands.clearContent();
    return true;
  };
  return (
    <div>
      <div className="writing">
        <EditorContent editor={editor} />
      </div>
      <div className="writing-actions">
        <button type="button" className="writing-send" onClick={() => send.current()}>
          {sendTitle}
        </button>
        {onCancel && (
          <button type="button" className="writing-cancel" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </div>
  );
}
