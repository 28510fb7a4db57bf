import { canonicalJson } from '../document/content-hash.ts';
import { askedValues } from '../domain/asked.ts';
import type { Row } from './comparison.ts';
import type { RowMaking } from './finding-row.ts';
import { compareText, type NamedReading } from './findings.ts';
import { sameValueKey, valueInWords } from './values.ts';

export type AnswerRow = Extract<Row, { subject: 'answer' }>;

/** One row for each of the item's questions that anybody answered, in the protocol's order; questions it no longer has stand last. */
export function answerRows(readings: readonly NamedReading[], making: RowMaking): AnswerRow[] {
  const { itemAttributes } = making.protocol;
  const answers = readings
    .toSorted((a, b) => compareText(a.reader, b.reader))
    .map(({ reader, values }) => ({ reader, values: askedValues(itemAttributes, values.answers) }));
  const answered = new Set(answers.flatMap(({ values }) => Object.keys(values)));
  const inOrder = itemAttributes
    .toSorted((a, b) => compareText(a.order, b.order) || compareText(a.id, b.id))
    .map((attribute) => attribute.id as string);
  const ids = [
    ...inOrder.filter((id) => answered.has(id)),
    ...[...answered].filter((id) => !inOrder.includes(id)).sort(),
  ];
  return ids.flatMap((id) => answerRow(id, answers, making));
}

interface Answers {
  readonly reader: string;
  readonly values: ReturnType<typeof askedValues>;
}

function answerRow(id: string, answers: readonly Answers[], making: RowMaking): AnswerRow[] {
  const attribute = making.protocol.itemAttributes.find((one) => one.id === id);
  const said = answers.map(({ reader, values }) => ({
    reader,
    ...(values[id] === undefined ? {} : { value: values[id] }),
  }));
  const readersByValue = Map.groupBy(said, (one) => sameValueKey(one.value, attribute));
  if (readersByValue.size === 1 && readersByValue.has('nothing')) return [];
  const inWords = (one: (typeof said)[number]): string => valueInWords(one.value, attribute);
  const isAgreed = readersByValue.size === 1;
  const counts = [...readersByValue.values()]
    .toSorted((a, b) => b.length - a.length)
    .map((group) => `${inWords(group[0]!)} by ${group.length}`);
  return [
    {
      subject: 'answer',
      id: making.digest(canonicalJson({ item: making.item, attribute: id, said })),
      type: isAgreed ? 'agree' : 'attribute differs',
      title: attribute?.name ?? id,
      why: isAgreed ? `All say ${inWords(said[0]!)}` : `Answers differ: ${counts.join(', ')}`,
      attribute: id,
      answers: said,
    },
  ];
}
