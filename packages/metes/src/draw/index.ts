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
export { exportCml } from './cml/cml-export.ts';
export { importCml, type ImportedMap, type LeftOver } from './cml/cml-import.ts';
export type { ChangeKind, MapChange } from './map-change.ts';
export { mapChanges } from './map-changes.ts';
export { readSnapshot, snapshotText } from './map-snapshot.ts';
export { pagesOf } from './pages.ts';
