import { type ProtocolContent, ProtocolContentSchema } from '@consilium/shared/domain/protocol.ts';

const yesNo = [{ id: 'yes', name: 'Yes' }, { id: 'no', name: 'No' }];
const certainty = {
  id: 'certainty', name: 'Certainty', type: 'choice', isRequired: true, order: 'a0', help: 'How sure you are that it is what the label says.',
  options: [{ id: 'possible', name: 'Possible' }, { id: 'probable', name: 'Probable' }, { id: 'definite', name: 'Definite' }],
};
const context = {
  id: 'context', name: 'Context', type: 'many', isRequired: false, order: 'a0', help: 'All that the text says of it. Leave empty for what is present now, in the patient.',
  options: [{ id: 'negated', name: 'Negated' }, { id: 'uncertain', name: 'Uncertain' }, { id: 'historic', name: 'Historic' }, { id: 'family', name: 'Of the family' }],
};
const areas = ['imaging.polygon', 'imaging.ellipse', 'imaging.box'];
const passage = (id: string, verdict: 'right' | 'wrong', text: string, sentence: string) => ({ id, verdict, sentence, shown: { type: 'passage', text } });

const imagingLabels = [
  {
    id: 'nodule', name: 'Nodule', colour: 1, pattern: 'solid', hotkey: '1', geometries: areas, order: 'a0',
    definition: 'A rounded opacity in the lung of at most 30 mm, well or poorly defined. Vessels seen on end and nipple shadows are not marked.',
    attributes: [
      certainty,
      { id: 'texture', name: 'Texture', type: 'choice', isRequired: true, order: 'a1', options: [{ id: 'solid', name: 'Solid' }, { id: 'part-solid', name: 'Part-solid' }, { id: 'ground-glass', name: 'Ground-glass' }] },
      { id: 'solid-part', name: 'Solid part', type: 'number', unit: 'mm', min: 1, max: 30, isRequired: true, order: 'a2', when: { attribute: 'texture', isOneOf: ['part-solid'] } },
    ],
    examples: [
      passage('nodule-right', 'right', 'Round, 18 mm, sharp edge, no vessel leading into it on the slices above and below', 'Rounded and at most 30 mm: a nodule.'),
      passage('nodule-wrong', 'wrong', 'A bright dot of 4 mm that runs on as a line two slices further', 'A vessel seen on end: follow it before you mark it.'),
    ],
  },
  {
    id: 'mass', name: 'Mass', colour: 2, pattern: 'dashed', hotkey: '2', geometries: areas, order: 'a1',
    definition: 'A lesion of more than 30 mm in its longest diameter, in the lung or a solid organ.',
    attributes: [certainty],
    examples: [passage('mass-wrong', 'wrong', 'A rounded lesion that measures 26 mm', 'At most 30 mm is a nodule, however suspicious it looks.')],
  },
  {
    id: 'opacity', name: 'Opacity', colour: 3, pattern: 'dotted', hotkey: '3', geometries: areas, order: 'a2',
    definition: 'An ill-defined increase in density that is neither a nodule nor a mass: consolidation, atelectasis or effusion.',
    attributes: [certainty, { id: 'cause', name: 'Most likely cause', type: 'text', isRequired: false, order: 'a1' }], examples: [],
  },
  {
    id: 'diameter', name: 'Longest diameter', colour: 4, pattern: 'dash-dot', hotkey: '4', geometries: ['imaging.length'], order: 'a3',
    definition: 'The longest diameter of a nodule or mass on the slice where it is largest.', attributes: [], examples: [],
  },
];

const textLabels = [
  {
    id: 'finding', name: 'Finding', colour: 5, pattern: 'solid', hotkey: '5', geometries: ['text.span'], order: 'a4', attributes: [context],
    definition: 'What was seen or measured, with its site, without size and judgement. Negated findings are marked too.',
    examples: [
      passage('finding-right', 'right', 'There is a [nodule in the right upper lobe] of 18 mm', 'The site belongs to it, the size does not.'),
      passage('finding-wrong', 'wrong', '[There is a nodule in the right upper lobe.]', 'Not the whole sentence.'),
    ],
  },
  {
    id: 'diagnosis', name: 'Diagnosis', colour: 6, pattern: 'dashed', hotkey: '6', geometries: ['text.span', 'text.whole'], order: 'a5', attributes: [context],
    definition: 'A named disease or injury, sure or suspected, of the patient or the family.',
    examples: [passage('diagnosis-right', 'right', '[Metastasis] cannot be excluded', 'Marked, with the context “uncertain”.')],
  },
  { id: 'symptom', name: 'Symptom', colour: 7, pattern: 'dotted', hotkey: '7', geometries: ['text.span'], order: 'a6', attributes: [context], definition: 'What the patient feels or reports.', examples: [] },
  {
    id: 'medication', name: 'Medication', colour: 8, pattern: 'dash-dot', hotkey: '8', geometries: ['text.span'], order: 'a7', definition: 'A drug by name or class, without dose and route.',
    attributes: [{ id: 'dose', name: 'Dose', type: 'text', isRequired: false, order: 'a0', help: 'As written, where it is written.' }], examples: [],
  },
];

/** The protocol of the demonstration: images and notes, conditional and numeric attributes, relations, examples, rules. One ballot is a quorum, so that it can be tried alone. */
export const demonstrationProtocol: ProtocolContent = ProtocolContentSchema.parse({
  labels: [...imagingLabels, ...textLabels],
  relations: [
    { id: 'supports', name: 'Supports', definition: 'The finding or symptom speaks for the diagnosis.', from: ['finding', 'symptom'], to: ['diagnosis'], order: 'a0' },
    { id: 'treats', name: 'Treats', definition: 'The medication was given for it.', from: ['medication'], to: ['diagnosis', 'symptom'], order: 'a1' },
  ],
  itemAttributes: [
    { id: 'follow-up', name: 'Needs follow-up', type: 'choice', isRequired: true, order: 'a0', options: yesNo },
    { id: 'follow-up-months', name: 'Follow up within', type: 'number', unit: 'months', min: 1, max: 24, isRequired: true, order: 'a1', when: { attribute: 'follow-up', isOneOf: ['yes'] } },
  ],
  rules: [
    { id: 'vessel', when: 'A small round density could be a vessel seen on end', decide: 'Scroll two slices up and down; mark it only where it does not run on', order: 'a0' },
    { id: 'extent', when: 'Two outlines of a lesion are defensible', decide: 'Draw the outer edge of the solid part, without spicules', order: 'a1' },
    { id: 'negation', when: 'A finding is negated further on in the sentence', decide: 'Mark it all the same, with the context “negated”', order: 'a2' },
  ],
  guideline: {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'What we ask' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'Which cases need follow-up, and on what grounds? Mark every nodule, mass and opacity on the images, and every finding, diagnosis, symptom and medication in the notes.' }] },
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'How to read' }] },
      {
        type: 'bulletList',
        content: ['Read alone. Nobody sees your marks before the reveal, nor you theirs.', 'Look at the lung window and the soft tissue window.', 'Not sure? Flag the mark and say why: the panel will look at it.'].map((text) => ({
          type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
        })),
      },
    ],
  },
  settings: { matchSimilarity: 0.1, extentSimilarity: 0.7, rule: 'majority', quorum: 1, readersPerItem: 2 },
});
