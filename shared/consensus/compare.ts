import type { ProtocolContent } from '../domain/protocol.ts';
import type { AnyModality } from '../modalities/registry.ts';
import { itemAgreement } from './agreement.ts';
import { answerRows } from './answer-row.ts';
import type { Comparison } from './comparison.ts';
import { type FindingRow, findingRow, type RowMaking } from './finding-row.ts';
import { compareText, findingsOf, type NamedReading } from './findings.ts';

/**
 * Lays two or more readings of one item side by side. Every annotation of every reading stands in exactly one row; the order of the
 * readings changes nothing. Rows stand in the order of the item (slice, character), then the item's own questions.
 * @param meta as the modality's `readMeta` gave it
 * @param digest a url-safe digest of a text, at most 64 characters: rows of the same readings have the same ids everywhere
 */
export function compareReadings(
  modality: AnyModality,
  readings: readonly NamedReading[],
  protocol: ProtocolContent,
  meta: unknown,
  itemId: string,
  digest: (text: string) => string,
): Comparison {
  const readers = readings.map((reading) => reading.reader).toSorted(compareText);
  const making: RowMaking = { modality, protocol, meta, item: itemId, readers, digest };
  const findings = findingsOf(modality, readings, meta, protocol.settings).map((finding) =>
    findingRow(finding, making),
  );
  findings.sort(
    (a, b) => placeOf(modality, a) - placeOf(modality, b) || compareText(a.title, b.title) || compareText(a.id, b.id),
  );
  const rows = [...findings, ...answerRows(readings, making)];
  return { readers, rows, agreement: itemAgreement({ readers, rows, seed: itemId, modality, meta }) };
}

/** Where the first readable side stands; what cannot be read comes last. */
function placeOf(modality: AnyModality, row: FindingRow): number {
  for (const side of row.sides) {
    const read = modality.readGeometry(side.annotation.geometry);
    if (read.ok) return modality.place(read.value);
  }
  return Number.MAX_SAFE_INTEGER;
}
