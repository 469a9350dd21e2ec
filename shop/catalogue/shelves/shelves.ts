import type { Shelf } from '../assortment.ts';
import { kitchen } from './kitchen.ts';
import { home } from './home.ts';
import { furniture } from './furniture.ts';
import { garden } from './garden.ts';
import { clothing } from './clothing.ts';
import { shoes } from './shoes.ts';
import { bags } from './bags.ts';
import { books } from './books.ts';
import { paper } from './paper.ts';
import { care } from './care.ts';
import { electronics } from './electronics.ts';
import { sport } from './sport.ts';
import { toys } from './toys.ts';
import { workshop } from './workshop.ts';
import { pets } from './pets.ts';
import { pantry } from './pantry.ts';

/** Every shelf of the shop; the order is part of what a seed means. */
export const shelves: readonly Shelf[] = [
  ...kitchen,
  ...home,
  ...furniture,
  ...garden,
  ...clothing,
  ...shoes,
  ...bags,
  ...books,
  ...paper,
  ...care,
  ...electronics,
  ...sport,
  ...toys,
  ...workshop,
  ...pets,
  ...pantry,
];
