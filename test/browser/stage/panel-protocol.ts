import { type ProtocolContent, defaultProtocolSettings } from '@consilium/shared/domain/protocol.ts';
import { aLabel, aProtocol } from '../../harness/readings.ts';

const areas = ['imaging.polygon', 'imaging.ellipse', 'imaging.box'];
const certainty = {
  id: 'certainty', name: 'Certainty', type: 'choice', isRequired: true, order: 'a0',
  options: [{ id: 'possible', name: 'Possible' }, { id: 'probable', name: 'Probable' }, { id: 'definite', name: 'Definite' }],
};
const choice = (id: string, name: string, order: string, options: readonly string[]) => ({
  id, name, type: 'choice', isRequired: true, order, options: options.map((option) => ({ id: option.toLowerCase(), name: option })),
});

/** Label, definition, geometry kinds and attributes; the place in the list is the digit and the hue. */
const labels: readonly (readonly [id: string, name: string, definition: string, geometries: readonly string[], attributes?: readonly unknown[]])[] = [
  ['nodule', 'Nodule or mass', 'A rounded opacity with a visible border. Vessels seen on end are not marked.', [...areas, 'imaging.length']],
  ['consolidation', 'Consolidation', 'Air space filled: homogeneous, margin often poor, air bronchogram allowed. Draw to the outer edge.', areas, [certainty]],
  ['effusion', 'Pleural effusion', 'Blunted angle or layered fluid. Draw the fluid, not the compressed lung.', areas],
  ['pneumothorax', 'Pneumothorax', 'Visible pleural line without markings beyond it.', areas],
  ['cardiomegaly', 'Cardiomegaly', 'Cardiothoracic ratio above 0.50 on a PA film. Measure both diameters.', ['imaging.length', 'imaging.box']],
  ['fracture', 'Fracture', 'A step or line in the cortex, old or new.', [...areas, 'imaging.point']],
  ['line', 'Line or tube', 'The tip, as a point.', ['imaging.point', 'imaging.polyline']],
  ['atelectasis', 'Atelectasis', 'Volume loss: plate, segment or lobe. State which in the comment.', areas],
];
const examples = [
  { id: 'right', verdict: 'right', sentence: 'Homogeneous, with an air bronchogram: consolidation.', shown: { type: 'passage', text: 'Dense left base, vessels lost, bronchi seen as dark lines' } },
  { id: 'wrong', verdict: 'wrong', sentence: 'Volume is lost: this is atelectasis.', shown: { type: 'passage', text: 'Thin horizontal plate above a raised dome' } },
];
const patterns = ['solid', 'dashed', 'dotted', 'dash-dot'] as const;

/** A panel's protocol for chest radiographs: eight labels, three questions, one rule, an example right and one wrong. */
export const panelProtocol: ProtocolContent = aProtocol({
  labels: labels.map(([id, name, definition, geometries, attributes = []], at) =>
    aLabel(id, name, {
      ...{ definition, geometries: id === 'cardiomegaly' || id === 'line' ? geometries : [...geometries, 'text.span'], attributes, hotkey: String(at + 1), colour: at + 1, pattern: patterns[at % 4], order: `a${at}` },
      examples: id === 'consolidation' ? examples : [],
    }),
  ),
  itemAttributes: [
    choice('acute', 'Acute finding', 'a0', ['Yes', 'No', 'Unsure']),
    choice('quality', 'Image quality', 'a1', ['Poor', 'Adequate', 'Good']),
    { id: 'ratio', name: 'Cardiothoracic ratio', type: 'number', min: 0, max: 1, isRequired: false, order: 'a2' },
  ] as unknown as ProtocolContent['itemAttributes'], // read by the schema when it is published
  relations: [{ id: 'explains', name: 'Explains', definition: '', from: [], to: [], order: 'a0' }] as unknown as ProtocolContent['relations'], // as above
  rules: [{ id: 'overlap', when: 'Consolidation and effusion overlap', decide: 'Draw both; the effusion to the fluid level, the consolidation through it', order: 'a0' }],
  guideline: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Read alone. Mark what needs a physician within the hour.' }] }] },
  settings: { ...defaultProtocolSettings, quorum: 2, readersPerItem: 4, extentSimilarity: 0.6 },
});
