import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { usePublishedProtocol } from '../../sync/published-protocol.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { DotWhisker } from '../figures/dot-whisker.tsx';
import { estimateInWords, statisticsInWords, titleOf } from '../figures/figures.ts';
import { HeatMap } from '../figures/heat-map.tsx';
import { labelRows } from '../figures/label-rows.ts';
import { ConfusionMatrix } from '../figures/confusion-matrix.tsx';

/** How well readers agree over all compared cases: in all, by pair, by label; each figure with its n and interval. */
export function AgreementScreen({ project }: { project: string }) {
  const mayRead = useMay(project, 'comparison.read');
  const { data, problem } = useEndpoint(endpoints.agreement, { params: { project } }, { isEnabled: mayRead });
  const { data: info } = useEndpoint(endpoints.project, { params: { project } });
  const version = info?.protocolVersion ?? undefined;
  const { data: protocol } = usePublishedProtocol(project, version);
  const [pairStatistic, setPairStatistic] = useState<string>();
  if (!mayRead)
    return (
      <DeskScreen project={project} title="Agreement">
        <Notice kind="attention">Agreement between readers is shown to leads and adjudicators.</Notice>
      </DeskScreen>
    );
  const agreement = data?.agreement;
  const questions = agreement ? labelRows(agreement, protocol?.content, 'questions') : [];
  const ofPairs = [...new Set(agreement?.byPair.flatMap((pair) => Object.keys(pair.statistics)) ?? [])];
  const statistic = pairStatistic ?? (ofPairs.includes('cohen_kappa') ? 'cohen_kappa' : ofPairs[0]);
  return (
    <DeskScreen project={project} title="Agreement" aside={data ? `over ${data.items} compared ${data.items === 1 ? 'case' : 'cases'}` : undefined}>
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      {data?.items === 0 && (
        <EmptyState title="Nothing compared yet">Figures appear when the first case has all its readings.</EmptyState>
      )}
      {agreement && data.items > 0 && (
        <>
          <Panel label="All cases">
            <PanelHeading aside="value (95 % bootstrap interval), n">All cases together</PanelHeading>
            <Table
              label="All cases"
              rows={Object.entries(agreement.item)}
              rowKey={([name]) => name}
              columns={[
                { id: 'name', title: 'Statistic', cell: ([name]) => <b>{titleOf(name)}</b> },
                { id: 'value', title: 'Figure', look: 'code', cell: ([, estimate]) => estimateInWords(estimate) },
                {
                  id: 'words',
                  title: 'What it says',
                  look: 'fill',
                  isWideOnly: true,
                  cell: ([name]) => statisticsInWords[name]?.words ?? '',
                },
              ]}
            />
          </Panel>
          <Panel label="By pair">
            <PanelHeading
              actions={
                statistic && (
                  <Select
                    label="Statistic"
                    isLabelHidden
                    options={ofPairs.map((value) => ({ value, label: titleOf(value) }))}
                    value={statistic}
                    onChange={setPairStatistic}
                  />
                )
              }
            >
              Between readers
            </PanelHeading>
            {statistic && <HeatMap pairs={agreement.byPair} names={data.names} statistic={statistic} />}
          </Panel>
          {data.confusion.length > 0 && (
            <Panel label="Label against label">
              <ConfusionMatrix confusion={data.confusion} names={data.names} protocol={protocol?.content} />
            </Panel>
          )}
          <Panel label="By label">
            <PanelHeading aside="Krippendorff’s α, 95 % interval">By label</PanelHeading>
            <DotWhisker rows={labelRows(agreement, protocol?.content, 'labels')} />
          </Panel>
          {questions.length > 0 && (
            <Panel label="By question">
              <PanelHeading aside="asked of the whole case; Krippendorff’s α, 95 % interval">By question</PanelHeading>
              <DotWhisker rows={questions} />
            </Panel>
          )}
        </>
      )}
    </DeskScreen>
  );
}
