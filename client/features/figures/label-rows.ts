import type { Agreement, Estimate } from '@consilium/shared/consensus/comparison.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';

export interface LabelRow {
  readonly name: string;
  readonly estimate: Estimate;
}

/** Krippendorff's alpha of each label, or of each question of the item, by its name; those without a figure are left out. */
export function labelRows(agreement: Agreement, protocol: ProtocolContent | undefined, of: 'labels' | 'questions'): LabelRow[] {
  const questions = new Map(protocol?.itemAttributes.map(({ id, name }): [string, string] => [id, name]));
  const labels = new Map(protocol?.labels.map(({ id, name }): [string, string] => [id, name]));
  return agreement.byLabel.flatMap(({ label, statistics }) => {
    const estimate = statistics.krippendorff_alpha_nominal;
    if (estimate === undefined || questions.has(label) !== (of === 'questions')) return [];
    return [{ name: (of === 'questions' ? questions : labels).get(label) ?? label, estimate }];
  });
}
