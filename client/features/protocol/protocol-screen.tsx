import { readDraft } from '@consilium/shared/document/draft.ts';
import { roots } from '@consilium/shared/document/roots.ts';
import type { ProjectId } from '@consilium/shared/domain/ids.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { lazy, Suspense, useMemo, useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { type OpenDocument, useDocument, useMap } from '../../sync/document.ts';
import { useMay } from '../../sync/me.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { codeWhenThere } from '../../ui/code-when-there.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LabelsTab } from './labels-tab.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { PublishedProtocol } from '../published-protocol/published-protocol.tsx';
import { QuestionsTab, RulesTab } from './rules-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';

const SharedEditor = lazy(async () => ({ default: (await codeWhenThere(() => import('../writing/shared-editor.tsx'))).SharedEditor }));

/** The protocol: written together by leads as a draft, published as versions, read by everybody. */
export function ProtocolScreen({ project }: { project: string }) {
  const isLead = useMay(project, 'protocol.edit');
  const document = useDocument(isLead ? documentName({ type: 'protocol', project: project as ProjectId }) : undefined); // the router's parameter is an id
  if (!isLead) return <PublishedScreen project={project} />;
  if (!document?.isReady)
    return (
      <DeskScreen project={project} title="Protocol">
        <p role="status">Opening the draft …</p>
      </DeskScreen>
    );
  return <DraftScreen project={project} document={document} />;
}

type TabId = 'labels' | 'questions' | 'guideline' | 'rules' | 'settings' | 'versions';

function DraftScreen({ project, document }: { project: string; document: OpenDocument }) {
  const [tab, setTab] = useState<TabId>('labels');
  const [isPublishing, setPublishing] = useState(false);
  const { data } = useEndpoint(endpoints.project, { params: { project } });
  const map = useMap(document, roots.draft);
  const draft = useMemo(() => readDraft(document.doc), [map, document.doc]);
  const modalityIds = data?.modalities ?? [];
  const shared = { draft, document };
  return (
    <DeskScreen
      project={project}
      title="Protocol"
      aside={
        data?.protocolVersion
          ? `version ${data.protocolVersion} is in use, this is the draft of the next`
          : 'draft, nothing published yet'
      }
      actions={
        <Button variant="solid" isDisabled={document.access === 'read'} onClick={() => setPublishing(true)}>
          Publish …
        </Button>
      }
    >
      {draft.unreadable.length > 0 && (
        <Notice kind="attention" title="Part of the draft cannot be read here">
          {draft.unreadable.map((one) => one.key).join(', ')}: written by a newer version of Consilium, or damaged. It
          is left as it is.
        </Notice>
      )}
      <Tabs<TabId>
        label="Parts of the protocol"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: 'labels',
            title: 'Labels',
            aside: draft.labels.length,
            content: <LabelsTab {...shared} project={project} modalityIds={modalityIds} />,
          },
          {
            id: 'questions',
            title: 'Questions',
            aside: draft.itemAttributes.length,
            content: <QuestionsTab {...shared} />,
          },
          {
            id: 'guideline',
            title: 'Guideline',
            content: (
              <Suspense>
                <SharedEditor
                  document={document}
                  root={roots.guideline}
                  project={project}
                  label="Guideline"
                  placeholder="What is looked for, how borders are drawn, what is left out …"
                  isReadOnly={document.access === 'read'}
                />
              </Suspense>
            ),
          },
          { id: 'rules', title: 'Rules and relations', content: <RulesTab {...shared} /> },
          { id: 'settings', title: 'Comparison and consensus', content: <SettingsTab {...shared} /> },
          { id: 'versions', title: 'Versions', content: <VersionsTab project={project} /> },
        ]}
      />
      <PublishDialog
        project={project}
        document={document}
        draft={draft}
        isOpen={isPublishing}
        onClose={() => setPublishing(false)}
      />
    </DeskScreen>
  );
}

function PublishedScreen({ project }: { project: string }) {
  const { data } = useEndpoint(endpoints.project, { params: { project } });
  const version = data?.protocolVersion;
  return (
    <DeskScreen project={project} title="Protocol" aside={version ? `version ${version}` : undefined}>
      {version ? (
        <PublishedProtocol project={project} version={version} />
      ) : (
        <EmptyState title="No protocol yet">The lead has not published the protocol.</EmptyState>
      )}
    </DeskScreen>
  );
}
