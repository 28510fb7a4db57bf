import type { ReadingValues } from '../../domain/annotation.ts';
import { type Attribute, type AttributeValue, type Label, optionsOf } from '../../domain/protocol.ts';
import { ImagingGeometrySchema } from './geometry.ts';
import type { ImagingMeta } from './meta.ts';
import { type AreaGeometry, boundsOf, clip, coveredArea, isArea, outlineOf, shapeOf } from './outline.ts';

export interface CocoItem {
  readonly id: string;
  readonly name: string;
  readonly meta: ImagingMeta;
  /** file names by SHA-256 */
  readonly fileNames: Readonly<Record<string, string>>;
  readonly values: ReadingValues;
}

interface CocoAnnotation {
  readonly id: number;
  readonly image_id: number;
  readonly category_id: number;
  readonly segmentation: readonly (readonly number[])[];
  readonly area: number;
  readonly bbox: readonly [x: number, y: number, width: number, height: number];
  readonly iscrowd: 0;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type Coco = ReturnType<typeof writeCoco>;

/**
 * COCO object detection: one image for each slice, those without annotations too; boxes, polygons and ellipses as polygons, in pixels
 * from the upper left corner of the upper left pixel, as COCO has them. Ids count from 1 in the order given. Marks that COCO cannot
 * say (points, lengths, angles, lines, whole images) are counted in `info.left_out`; the bundle and JSON Lines keep them.
 * @see https://cocodataset.org/#format-data
 */
export function writeCoco(
  items: readonly CocoItem[],
  labels: readonly Label[],
  info: { readonly description: string; readonly version: string; readonly date_created: string },
) {
  const categoryByLabel = new Map(labels.map((label, at) => [label.id as string, at + 1]));
  const leftOut = new Map<string, number>();
  const annotations: CocoAnnotation[] = [];
  const images = items
    .flatMap((item) => item.meta.frames.map((frame, slice) => ({ item, frame, slice })))
    .map((one, at) => ({ ...one, id: at + 1 }));
  const imageOf = new Map(images.map(({ item, slice, id }) => [`${item.id} ${slice}`, id]));
  for (const item of items) {
    for (const { geometry, label, attributes } of item.values.annotations) {
      const read = ImagingGeometrySchema.safeParse(geometry);
      const image = read.success ? imageOf.get(`${item.id} ${read.data.slice}`) : undefined;
      const category = categoryByLabel.get(label);
      if (!read.success || !isArea(read.data) || image === undefined || category === undefined)
        leftOut.set(geometry.kind, (leftOut.get(geometry.kind) ?? 0) + 1);
      else
        annotations.push({
          id: annotations.length + 1,
          image_id: image,
          category_id: category,
          ...areaFields(read.data),
          iscrowd: 0,
          attributes: attributesByName(attributes, labels.find(({ id }) => id === label)?.attributes ?? []),
        });
    }
  }
  return {
    info: { ...info, left_out: Object.fromEntries(leftOut) },
    licenses: [] as never[],
    images: images.map(({ id, item, frame, slice }) => ({
      id,
      width: item.meta.columns,
      height: item.meta.rows,
      file_name: item.fileNames[frame.source] ?? frame.source,
      item: item.id,
      item_name: item.name,
      slice,
      frame: frame.frame,
      sha256: frame.source,
    })),
    categories: labels.map((label, at) => ({
      id: at + 1,
      name: label.name,
      supercategory: labels.find((one) => one.id === label.parent)?.name ?? '',
    })),
    annotations,
  };
}

/** What was answered, by the names of questions and options; by id where a name is not there or not its alone. */
function attributesByName(values: ReadingValues['annotations'][number]['attributes'], asked: readonly Attribute[]): Readonly<Record<string, AttributeValue>> {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => {
      const attribute = asked.find((one) => one.id === id);
      const isAlone = asked.filter((one) => one.name === attribute?.name).length === 1;
      return [attribute && isAlone ? attribute.name : id, Array.isArray(value) ? value.map((one) => optionName(one, attribute)) : typeof value === 'string' ? optionName(value, attribute) : value];
    }),
  );
}

function optionName(value: string, attribute: Attribute | undefined): string {
  const options = optionsOf(attribute);
  const found = options.find((option) => option.id === value);
  return found && options.filter(({ name }) => name === found.name).length === 1 ? found.name : value;
}

function areaFields(area: AreaGeometry): Pick<CocoAnnotation, 'segmentation' | 'area' | 'bbox'> {
  const outline = outlineOf(area);
  const { minX, minY, maxX, maxY } = boundsOf(outline);
  return {
    segmentation: [outline.flat()],
    area: coveredArea(clip('union', [shapeOf(area)])),
    bbox: [minX, minY, maxX - minX, maxY - minY],
  };
}
