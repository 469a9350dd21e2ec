export { layOut } from './layout.ts';
export { layoutEngine, type LayoutEngine } from './layout-engine.ts';
export type {
  AggregatePicture,
  CommandPicture,
  ContextPicture,
  HearingPicture,
  MapPicture,
  OutsidePicture,
  PublicationPicture,
  RelationPicture,
} from './map-picture.ts';
export { mermaid } from './mermaid.ts';
export { pictureOf } from './picture-of-map.ts';
export { svg } from './svg.ts';
