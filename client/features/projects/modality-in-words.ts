/** Modalities a project may mix, with the words of the form. */
export const modalities: readonly { readonly id: string; readonly title: string; readonly help: string }[] = [
  { id: 'imaging', title: 'Images', help: 'DICOM series and single images, PNG, JPEG' },
  { id: 'text', title: 'Notes', help: 'Plain text reports and notes' },
];

export const modalityInWords = (id: string): string => modalities.find((one) => one.id === id)?.title ?? id;
