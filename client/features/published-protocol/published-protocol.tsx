import type { Attribute, Example } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Check, X } from 'lucide-react';
import { useEndpoint } from '../../sync/rest.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { LabelSwatch } from '../../ui/label-swatch.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { RichText } from '../writing/rich-text.tsx';
import { pictureAddress } from './picture-address.ts';
import styles from './published-protocol.module.css';

/** A published version as annotators read it: labels with their definitions and examples, the guideline, the rules. */
export function PublishedProtocol({ project, version }: { project: string; version: number }) {
  const { data } = useEndpoint(endpoints.protocolVersion, { params: { project, version: String(version) } });
  if (!data) return <p role="status">Opening version {version} …</p>;
  const { labels, itemAttributes, rules, guideline } = data.content;
  return (
    <div className={styles.published}>
      <Panel label="Labels">
        <PanelHeading>Labels</PanelHeading>
        {labels.map((label) => (
          <section key={label.id} className={styles.definition}>
            <h3>
              <LabelSwatch colour={label.colour} pattern={label.pattern} /> {label.name}{' '}
              {label.hotkey && <Kbd keys={`Digit${label.hotkey}`} />}
            </h3>
            <p>{label.definition}</p>
            {label.attributes.length > 0 && (
              <p className={styles.dim}>Asked: {label.attributes.map(inWords).join('; ')}</p>
            )}
            <ExampleGallery examples={label.examples} project={project} />
          </section>
        ))}
      </Panel>
      {itemAttributes.length > 0 && (
        <Panel label="Questions">
          <PanelHeading>About the case</PanelHeading>
          <ul>
            {itemAttributes.map((one) => (
              <li key={one.id}>{inWords(one)}</li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel label="Guideline">
        <PanelHeading>Guideline</PanelHeading>
        <RichText value={guideline} />
      </Panel>
      {rules.length > 0 && (
        <Panel label="Rules">
          <PanelHeading>When it is unclear</PanelHeading>
          <dl>
            {rules.map((rule) => (
              <div key={rule.id}>
                <dt>
                  <b>{rule.when}</b>
                </dt>
                <dd>{rule.decide}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
    </div>
  );
}

/** Right and wrong uses side by side, each with its sentence; the verdict is a word and a sign, not only a colour. */
export function ExampleGallery({ examples, project }: { examples: readonly Example[]; project: string }) {
  if (examples.length === 0) return null;
  return (
    <div className={styles.gallery}>
      {examples.map((example) => (
        <figure key={example.id} data-verdict={example.verdict}>
          {example.shown.type === 'picture' ? (
            <img className={styles.picture} src={pictureAddress(project, example.shown.sha256)} alt="" />
          ) : (
            <blockquote>{example.shown.text}</blockquote>
          )}
          <figcaption>
            {example.verdict === 'right' ? <Check size={14} aria-label="Right" /> : <X size={14} aria-label="Wrong" />}{' '}
            {example.sentence}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function inWords(attribute: Attribute): string {
  const must = attribute.isRequired ? ' (required)' : '';
  if (attribute.type === 'choice' || attribute.type === 'many')
    return `${attribute.name}${must}: ${attribute.options.map((option) => option.name).join(', ')}`;
  if (attribute.type === 'number') return `${attribute.name}${must}${attribute.unit ? ` in ${attribute.unit}` : ''}`;
  return `${attribute.name}${must}`;
}
