import { type Draft, removeEntry, setEntry } from '@consilium/shared/document/draft.ts';
import { Plus, Trash2 } from 'lucide-react';
import type { OpenDocument } from '../../sync/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { MultiSelect, TextArea, TextField } from '../../ui/fields.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { AttributeList } from './attribute-editor.tsx';
import { newRelation, newRule } from './entries.ts';
import styles from './protocol.module.css';

interface Props {
  readonly draft: Draft;
  readonly document: OpenDocument;
}

/** Questions about the case as a whole: each is an entry of its own in the draft. */
export function QuestionsTab({ draft, document }: Props) {
  const before = draft.itemAttributes;
  return (
    <Panel label="Questions about the case">
      <AttributeList
        attributes={before}
        isReadOnly={document.access === 'read'}
        addTitle="Question"
        onChange={(after) =>
          document.apply([
            ...after.filter((one) => !before.includes(one)).map((one) => setEntry('itemAttributes', one)),
            ...before
              .filter((one) => !after.some((other) => other.id === one.id))
              .map((one) => removeEntry('itemAttributes', one.id)),
          ])
        }
      />
    </Panel>
  );
}

/** What to do when it is unclear, and which links there are between marks. */
export function RulesTab({ draft, document }: Props) {
  const isReadOnly = document.access === 'read';
  const labels = draft.labels.map((one) => ({ value: String(one.id), label: one.name }));
  return (
    <fieldset className={styles.editor} disabled={isReadOnly}>
      <legend className={styles.hidden}>Rules and relations</legend>
      <Panel label="Rules for what is ambiguous">
        <PanelHeading aside="shown beside the ambiguity flag">Rules for what is ambiguous</PanelHeading>
        {draft.rules.map((rule) => (
          <div key={rule.id} className={styles.row}>
            <TextArea
              label="When"
              rows={2}
              maxLength={500}
              value={rule.when}
              placeholder="When it is unclear whether …"
              onChange={(when) => document.apply([setEntry('rules', { ...rule, when } as { id: string })])}
            />
            <TextArea
              label="Decide"
              rows={2}
              maxLength={500}
              value={rule.decide}
              placeholder="Decide …"
              onChange={(decide) => document.apply([setEntry('rules', { ...rule, decide } as { id: string })])}
            />
            <IconButton
              icon={Trash2}
              title="Remove the rule"
              onClick={() => document.apply([removeEntry('rules', rule.id)])}
            />
          </div>
        ))}
        {!isReadOnly && (
          <Button icon={Plus} onClick={() => document.apply([setEntry('rules', newRule(draft.rules))])}>
            Rule
          </Button>
        )}
      </Panel>
      <Panel label="Relations">
        <PanelHeading aside="links between two marks">Relations</PanelHeading>
        {draft.relations.map((relation) => (
          <div key={relation.id} className={styles.row}>
            <TextField
              label="Name"
              value={relation.name}
              maxLength={80}
              onChange={(name) => document.apply([setEntry('relations', { ...relation, name } as { id: string })])}
            />
            <MultiSelect
              label="From (any, when empty)"
              options={labels}
              value={relation.from}
              onChange={(from) => document.apply([setEntry('relations', { ...relation, from } as { id: string })])}
            />
            <MultiSelect
              label="To (any, when empty)"
              options={labels}
              value={relation.to}
              onChange={(to) => document.apply([setEntry('relations', { ...relation, to } as { id: string })])}
            />
            <IconButton
              icon={Trash2}
              title={`Remove ${relation.name}`}
              onClick={() => document.apply([removeEntry('relations', relation.id)])}
            />
          </div>
        ))}
        {!isReadOnly && (
          <Button icon={Plus} onClick={() => document.apply([setEntry('relations', newRelation(draft.relations))])}>
            Relation
          </Button>
        )}
      </Panel>
    </fieldset>
  );
}
