import { Mention } from '@tiptap/extension-mention';
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';

interface Person {
  readonly id: string;
  readonly label: string;
}

/** `@` calls a member by name: a plain list under the caret, by mouse or arrows, Enter and Escape. */
export const mentionOf = (people: () => readonly Person[]) =>
  Mention.configure({
    HTMLAttributes: { class: 'mention' },
    suggestion: {
      char: '@',
      items: ({ query }) =>
        people()
          .filter((person) => person.label.toLowerCase().includes(query.toLowerCase()))
          .slice(0, 8),
      render: () => {
        let list: MentionList | undefined;
        return {
          onStart: (props) => {
            list = new MentionList(props);
          },
          onUpdate: (props) => list?.update(props),
          onKeyDown: (props) => list?.onKeyDown(props) ?? false,
          onExit: () => list?.close(),
        };
      },
    },
  });

/** The list lives outside React: the editor's plug-in owns its life. */
class MentionList {
  private readonly element = document.createElement('div');
  private props: SuggestionProps<Person>;
  private index = 0;

  constructor(props: SuggestionProps<Person>) {
    this.props = props;
    this.element.className = 'mention-list';
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-label', 'People to mention');
    document.body.append(this.element);
    this.update(props);
  }

  update(props: SuggestionProps<Person>): void {
    this.props = props;
    this.index = Math.min(this.index, Math.max(0, props.items.length - 1));
    const rect = props.clientRect?.();
    if (rect) Object.assign(this.element.style, { left: `${rect.left}px`, top: `${rect.bottom + 4}px` });
    this.element.replaceChildren(...props.items.map((person, index) => this.optionOf(person, index)));
    this.element.hidden = props.items.length === 0;
  }

  onKeyDown({ event }: SuggestionKeyDownProps): boolean {
    const count = this.props.items.length;
    if (count === 0) return false;
    if (event.key === 'ArrowDown') this.index = (this.index + 1) % count;
    else if (event.key === 'ArrowUp') this.index = (this.index + count - 1) % count;
    else if (event.key === 'Enter' || event.key === 'Tab') this.choose(this.index);
    else return false;
    this.update(this.props);
    return true;
  }

  close(): void {
    this.element.remove();
  }

  private optionOf(person: Person, index: number): HTMLElement {
    const option = document.createElement('div');
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', String(index === this.index));
    option.textContent = person.label;
    option.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.choose(index);
    });
    return option;
  }

  private choose(index: number): void {
    const person = this.props.items[index];
    if (person) this.props.command(person);
  }
}

/** The ids mentioned in a TipTap document, each once. */
export function mentionsIn(body: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (
      'type' in node &&
      node.type === 'mention' &&
      'attrs' in node &&
      typeof node.attrs === 'object' &&
      node.attrs &&
      'id' in node.attrs
    )
      found.add(String(node.attrs.id));
    if ('content' in node && Array.isArray(node.content)) node.content.forEach(visit);
  };
  visit(body);
  return [...found];
}
