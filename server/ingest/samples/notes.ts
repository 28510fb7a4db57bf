/** A made-up clinical note; it names nobody, and every date and number in it is invented. */
export type Note = { readonly name: string; readonly text: string; readonly marks: readonly Mark[] };

/** A span worth marking, given by its words; `occurrence` counts from 0 where the words come more than once. */
export type Mark = {
  readonly quote: string;
  readonly label: string;
  readonly hint?: string;
  readonly occurrence?: number;
};

export const notes: readonly Note[] = [
  {
    name: 'radiology-report.txt',
    text: `CT CHEST AND UPPER ABDOMEN WITH CONTRAST

INDICATION: Weight loss and cough for six weeks. Former smoker, 30 pack years.

COMPARISON: None.

FINDINGS:
Lungs: There is an 18 mm solid nodule in the right upper lobe. A 12 mm nodule in the left lower lobe is also seen. Possible third nodule in the right lower lobe, 9 mm, may represent a vessel. No pleural effusion. No pneumothorax.
Mediastinum: Heart size is normal. No enlarged lymph nodes.
Liver: Hypodense lesion in segment VIII measuring 3.2 cm with faint rim enhancement, indeterminate. Metastasis cannot be excluded.
Bones: Mild degenerative change. No suspicious osseous lesion.

IMPRESSION:
1. Two pulmonary nodules, suspicious for malignancy.
2. Indeterminate liver lesion; MRI is recommended.
3. No evidence of pulmonary embolism.
`,
    marks: [
      {
        quote: '18 mm solid nodule in the right upper lobe',
        label: 'finding',
        hint: 'extent: with or without the size',
      },
      { quote: '12 mm nodule in the left lower lobe', label: 'finding' },
      { quote: 'third nodule in the right lower lobe', label: 'finding', hint: 'uncertain: possible, may represent' },
      { quote: 'pleural effusion', label: 'finding', hint: 'negated' },
      { quote: 'Hypodense lesion in segment VIII', label: 'finding' },
      { quote: 'Metastasis', label: 'diagnosis', hint: 'uncertain: cannot be excluded' },
      { quote: 'pulmonary embolism', label: 'diagnosis', hint: 'negated' },
    ],
  },
  {
    name: 'discharge-summary.txt',
    text: `DISCHARGE SUMMARY

Admitted for: community-acquired pneumonia of the left lower lobe.
History: hypertension, type 2 diabetes mellitus, prior myocardial infarction (more than ten years ago). Mother had breast cancer.

COURSE: The patient presented with fever, productive cough and left-sided pleuritic chest pain. Chest radiograph showed a left basal opacity. Blood cultures were negative. Treated with ceftriaxone and azithromycin; fever resolved on day 3. There was concern for pulmonary embolism, but CT angiography was negative. Acute kidney injury on admission (creatinine 1.9 mg/dL) recovered with fluids.

At discharge the patient denies chest pain and dyspnea. No rash.

DISCHARGE DIAGNOSES
1. Left lower lobe pneumonia, resolving
2. Acute kidney injury, resolved
3. Type 2 diabetes mellitus

PLAN: Amoxicillin-clavulanate 875/125 mg twice daily for 4 days. Repeat radiograph in six weeks to rule out an underlying mass.
`,
    marks: [
      {
        quote: 'community-acquired pneumonia of the left lower lobe',
        label: 'diagnosis',
        hint: 'extent: with or without the site',
      },
      { quote: 'myocardial infarction', label: 'diagnosis', hint: 'history' },
      { quote: 'breast cancer', label: 'diagnosis', hint: 'family history' },
      { quote: 'left-sided pleuritic chest pain', label: 'symptom' },
      { quote: 'pulmonary embolism', label: 'diagnosis', hint: 'negated later in the sentence' },
      { quote: 'Acute kidney injury', label: 'diagnosis' },
      { quote: 'dyspnea', label: 'symptom', hint: 'negated' },
      { quote: 'ceftriaxone', label: 'medication' },
      { quote: 'mass', label: 'finding', hint: 'hypothetical: to rule out' },
    ],
  },
  {
    name: 'emergency-note.txt',
    text: [
      'EMERGENCY DEPARTMENT NOTE',
      '',
      'CC: chest pain x 2 h \u{1F914}',
      'HPI: Pressure-like substernal chest pain radiating to the left arm, 7/10, with diaphoresis. Denies syncope, denies fever.',
      'PMH: GERD; café-au-lait macules; family history of premature coronary disease.',
      'Exam: T 37.2 °C, BP 148/92. Lungs clear, no wheeze. No leg edema. Re\u0301sume\u0301 of the transfer letter reviewed.',
      'ECG: 2 mm ST elevation in II, III, aVF \u{1F6A8} — concerning for inferior STEMI.',
      'hs-troponin 64 ng/L (\u2191). CXR: no acute process.',
      '',
      'A/P: Likely inferior myocardial infarction. Aspirin 325 mg given, heparin bolus; cath lab activated. \u{1F468}\u200D\u2695\uFE0F informed.',
      'Aortic dissection considered, unlikely: equal pulses, normal mediastinum.',
      '',
    ].join('\r\n'),
    marks: [
      {
        quote: 'substernal chest pain radiating to the left arm',
        label: 'symptom',
        hint: 'extent: with or without the radiation',
      },
      { quote: 'syncope', label: 'symptom', hint: 'negated' },
      { quote: 'ST elevation in II, III, aVF', label: 'finding', hint: 'after an emoji in the file' },
      { quote: 'inferior myocardial infarction', label: 'diagnosis', hint: 'uncertain: likely' },
      { quote: 'Aortic dissection', label: 'diagnosis', hint: 'considered, unlikely' },
      { quote: 'Aspirin 325 mg', label: 'medication' },
    ],
  },
  {
    name: 'echo-report.txt',
    text: `TRANSTHORACIC ECHOCARDIOGRAM

Quality: technically limited.

Left ventricle: mildly dilated. Ejection fraction 35-40 % by biplane method. Hypokinesis of the inferior wall. No thrombus is seen, but the apex is not well visualized.
Right ventricle: normal size and function.
Valves: Moderate mitral regurgitation, probably functional. Trace tricuspid regurgitation. No aortic stenosis.
Pericardium: Small pericardial effusion without tamponade.

CONCLUSION: Moderately reduced systolic function, likely ischemic cardiomyopathy. Compared with the study of two years ago the ejection fraction has decreased (was 50 %).
`,
    marks: [
      { quote: 'Hypokinesis of the inferior wall', label: 'finding' },
      { quote: 'Ejection fraction 35-40 %', label: 'measurement' },
      { quote: 'thrombus', label: 'finding', hint: 'negated, with doubt' },
      { quote: 'Moderate mitral regurgitation', label: 'finding', hint: 'extent: with or without the grade' },
      { quote: 'Small pericardial effusion', label: 'finding' },
      { quote: 'ischemic cardiomyopathy', label: 'diagnosis', hint: 'uncertain: likely' },
    ],
  },
  {
    name: 'medication-note.txt',
    text: `MEDICATION RECONCILIATION

Continue: metformin 1000 mg by mouth twice daily; lisinopril 20 mg daily; atorvastatin 40 mg at night.
Stop: ibuprofen (kidney function). Do not restart warfarin.
Held: furosemide 40 mg, restart if weight rises by 2 kg.
New: apixaban 5 mg twice daily for atrial fibrillation.
Allergies: penicillin (childhood rash, uncertain). Tolerated cephalexin last year without reaction. No known food allergies.
The patient took amiodarone in the past and stopped it because of thyroid dysfunction. Not taking any herbal products.
Adverse events: possible myalgia on simvastatin; no bleeding on apixaban so far.
`,
    marks: [
      { quote: 'metformin 1000 mg', label: 'medication', hint: 'extent: with or without the dose' },
      { quote: 'ibuprofen', label: 'medication', hint: 'stopped' },
      { quote: 'warfarin', label: 'medication', hint: 'negated: do not restart' },
      { quote: 'apixaban 5 mg', label: 'medication' },
      { quote: 'amiodarone', label: 'medication', hint: 'history' },
      { quote: 'thyroid dysfunction', label: 'diagnosis', hint: 'history, an adverse event' },
      { quote: 'myalgia', label: 'symptom', hint: 'uncertain: possible' },
      { quote: 'bleeding', label: 'symptom', hint: 'negated' },
    ],
  },
  {
    name: 'clinic-letter.txt',
    text: `FOLLOW-UP VISIT, PULMONARY CLINIC

The patient returns after treatment of pneumonia. Cough has improved; there is still mild exertional dyspnea. No hemoptysis, no weight loss since the last visit.

Examination: reduced breath sounds at the left base, no crackles.
Radiograph today: the left basal opacity has almost cleared. The round density in the right upper zone is unchanged and was not mentioned in the earlier report. It might be a granuloma; a neoplasm is less likely but not ruled out.

Assessment: resolving pneumonia. Solitary pulmonary nodule, to be clarified by CT. Asthma was suspected in childhood and never confirmed.
`,
    marks: [
      { quote: 'exertional dyspnea', label: 'symptom', hint: 'extent: with or without the grade' },
      { quote: 'hemoptysis', label: 'symptom', hint: 'negated' },
      { quote: 'left basal opacity', label: 'finding' },
      { quote: 'granuloma', label: 'diagnosis', hint: 'uncertain: might be' },
      { quote: 'neoplasm', label: 'diagnosis', hint: 'uncertain: less likely, not ruled out' },
      { quote: 'Solitary pulmonary nodule', label: 'finding' },
      { quote: 'Asthma', label: 'diagnosis', hint: 'history, never confirmed' },
    ],
  },
];
