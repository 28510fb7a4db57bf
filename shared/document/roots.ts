import type * as Y from 'yjs';

/** The root types a document may have; the relay's grants name them too. */
export const roots = {
  annotations: 'annotations', // `<id>/<field>`
  relations: 'relations', // `<id>`
  answers: 'answers', // `<attribute>`
  comments: 'comments', // `<id>/<field>`
  decisions: 'decisions', // `<row>`
  draft: 'draft', // protocol: `label/<id>`, `relation/<id>`, `attribute/<id>`, `rule/<id>`, `settings`
  guideline: 'guideline', // protocol: TipTap fragment
  session: 'session', // `presenter`, `row`, …
  dissent: 'dissent', // `<row>/<user>`
  published: 'published', // session: written by the server alone
  ballot: 'ballot', // `choice`, `reason`
} as const;

/** The rationale that a session writes together, a TipTap fragment of its own per row. */
export const rationaleRoot = (row: string): string => `rationale/${row}`;

export const mapOf = (doc: Y.Doc, root: (typeof roots)[keyof typeof roots]): Y.Map<unknown> => doc.getMap(root);

export const annotationFields = ['source', 'label', 'geometry', 'flag', 'protocol', 'order', 'removed'] as const;
export type AnnotationField = (typeof annotationFields)[number];

export const annotationKey = (id: string, field: AnnotationField): string => `${id}/${field}`;
export const attributeKey = (id: string, attribute: string): string => `${id}/attribute/${attribute}`;

/** The id before the first `/`. */
export const idOfKey = (key: string): string => key.slice(0, key.indexOf('/'));
