import { type Draft, setSettings } from '@consilium/shared/document/draft.ts';
import type { OpenDocument } from '../../sync/document.ts';
import { NumberField, Select } from '../../ui/fields.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import styles from './protocol.module.css';

const rules = [
  { value: 'majority', label: 'Majority of the ballots' },
  { value: 'unanimous', label: 'All ballots alike' },
  { value: 'chair', label: 'The chair decides, ballots advise' },
] as const;

/** When two marks are the same finding, when they agree, and how a session settles. */
export function SettingsTab({ draft: { settings }, document }: { draft: Draft; document: OpenDocument }) {
  const put = (part: Partial<typeof settings>): void => document.apply([setSettings({ ...settings, ...part })]);
  return (
    <fieldset className={styles.editor} disabled={document.access === 'read'}>
      <legend className={styles.hidden}>Comparison and consensus</legend>
      <Panel label="Comparing readings">
        <PanelHeading aside="similarity: overlap of areas or characters, 0 to 1">Comparing readings</PanelHeading>
        <div className={styles.row}>
          <NumberField
            label="Same finding from"
            min={0}
            max={1}
            step={0.05}
            decimals={2}
            value={settings.matchSimilarity}
            onChange={(value) => put({ matchSimilarity: value ?? settings.matchSimilarity })}
          />
          <NumberField
            label="Same extent from"
            min={0}
            max={1}
            step={0.05}
            decimals={2}
            value={settings.extentSimilarity}
            onChange={(value) => put({ extentSimilarity: value ?? settings.extentSimilarity })}
          />
          <NumberField
            label="Readers for each case"
            min={1}
            max={20}
            value={settings.readersPerItem}
            onChange={(value) => put({ readersPerItem: value ?? settings.readersPerItem })}
          />
        </div>
      </Panel>
      <Panel label="Settling in a session">
        <PanelHeading>Settling in a session</PanelHeading>
        <div className={styles.row}>
          <Select label="Rule" options={rules} value={settings.rule} onChange={(rule) => put({ rule })} />
          <NumberField
            label="Ballots needed (quorum)"
            min={1}
            max={100}
            value={settings.quorum}
            onChange={(value) => put({ quorum: value ?? settings.quorum })}
          />
        </div>
      </Panel>
    </fieldset>
  );
}
