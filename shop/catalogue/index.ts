/** What the shop sells, made up from a seed. */
export { type CatalogueSize, generateCatalogue } from './generate-catalogue.ts';
export type { Catalogue, Dimensions, Price, Product, Sku, Variant } from './catalogue.ts';
