import type { ImageFile } from '@consilium/shared/modalities/imaging/decode/image.ts';
import { type Series, seriesOrder } from '@consilium/shared/modalities/imaging/decode/series-order.ts';
import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';

/** The header of a stored image, without its pixels. */
export interface StoredImage {
  readonly sha256: string;
  readonly name: string; // as it was sent, perhaps with folders
  readonly image: ImageFile;
}

/** One item to be made: its files in order, and what is kept of them. */
export interface ImagingItem {
  readonly name: string;
  readonly sources: readonly { readonly sha256: string; readonly name: string }[];
  readonly meta: ImagingMeta;
}

/** Slices of one series and one size become one item, in geometric order; every other image is an item of its own. */
export function groupImages(files: readonly StoredImage[]): readonly ImagingItem[] {
  const bySize = Map.groupBy(files, ({ image }) => `${image.rows} ${image.columns} ${image.samplesPerPixel}`);
  return [...bySize.values()].flatMap((sameSize) => {
    const byImage = new Map(sameSize.map((file) => [file.image, file]));
    return seriesOrder(sameSize.map(({ image }) => image)).map((series) => itemOf(series, byImage));
  });
}

function itemOf(series: Series, byImage: ReadonlyMap<ImageFile, StoredImage>): ImagingItem {
  const slices = series.slices.map(({ image, frame }) => ({ file: fileOf(byImage, image), image, frame }));
  const [first] = slices;
  if (first === undefined) throw new Error('a series without slices'); // every image has a frame
  const files = [...new Map(slices.map(({ file }) => [file.sha256, file])).values()];
  const frames = slices.map(({ file, image, frame }) => {
    const position = image.planes[frame]?.imagePositionPatient;
    return { source: file.sha256, frame, ...(position === undefined ? {} : { position: [...position] }) };
  });
  return {
    name: nameOf(files, first.image),
    sources: files.map(({ sha256, name }) => ({ sha256, name: baseName(name) })),
    meta: { ...headerOf(first.image), ...geometryOf(series), frames, warnings: warningsOf(series, slices.map(({ image }) => image)) },
  };
}

function fileOf(byImage: ReadonlyMap<ImageFile, StoredImage>, image: ImageFile): StoredImage {
  const file = byImage.get(image);
  if (file === undefined) throw new Error('ordering gave back an image that was not given');
  return file;
}

type Header = Omit<ImagingMeta, 'frames' | 'orderedBy' | 'sliceSpacing' | 'warnings'>;

function headerOf(image: ImageFile): Header {
  const { rows, columns, photometricInterpretation, patient } = image;
  const person = defined({ id: patient.id, sex: patient.sex, age: patient.age });
  return {
    ...{ rows, columns, photometricInterpretation },
    windows: image.windows.map(({ name, center, width }, index) => ({ name: name ?? `Window ${index + 1}`, center, width })),
    ...defined({
      pixelSpacing: image.pixelSpacing && ([...image.pixelSpacing] as [number, number]), // a copy that is not read-only
      transferSyntax: image.transferSyntax,
      modality: image.modality,
      description: image.seriesDescription,
      patient: Object.keys(person).length === 0 ? undefined : person,
      studyDate: patient.studyDate,
      seriesUid: image.seriesInstanceUid,
    }),
  };
}

function geometryOf({ order, uniformSpacingMm }: Series): Pick<ImagingMeta, 'orderedBy' | 'sliceSpacing'> {
  const orderedBy = order.by === 'position' ? 'position along the normal' : `${order.by} (${order.reason})`;
  return { orderedBy, ...defined({ sliceSpacing: uniformSpacingMm }) };
}

function warningsOf({ volumeProblems, slices }: Series, images: readonly ImageFile[]): string[] {
  const said = new Set(images.flatMap(({ warnings }) => warnings));
  return [...said, ...(slices.length > 1 ? volumeProblems : [])];
}

const defined = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }; // what is left is T's own

/** A series is called after its folder, else after its description, else after its first file. */
function nameOf(files: readonly StoredImage[], image: ImageFile): string {
  const [first] = files;
  const own = baseName(first?.name ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, '');
  if (files.length === 1) return own || 'Image';
  const folders = new Set(files.map(({ name }) => name.split('/').at(-2) ?? ''));
  const [folder = ''] = folders;
  return (folders.size === 1 && folder) || image.seriesDescription || own || 'Series';
}

export const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;
