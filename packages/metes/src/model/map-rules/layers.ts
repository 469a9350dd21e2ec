import type { Context } from '../context-declaration.ts';
import type { Breach, Rule } from './rule.ts';

const layers =
  'api|apis|rest|graphql|ui|frontend|backend|db|database|cache|dao|repository|persistence|controllers?|dto';
/** `user-api` and `userapi`: where another context of the same stem shows that it is no chance. */
const slice = new RegExp(`-?(${layers})$`);
/** `user-api` and `api`: what stands apart needs no other to be told. */
const word = new RegExp(`(^|-)(${layers})$`);

const rowWork = /^(create|insert|add|update|upsert|save|set|delete|remove)/i;

/** Contexts are cut by what the business does, never by technical layers. */
export const contextsAreNoLayers: Rule = (map) => {
  const stems = new Map<string, string[]>();
  for (const { name } of map.contexts) {
    const stem = name.replace(slice, '');
    if (stem !== name && stem !== '') stems.set(stem, [...(stems.get(stem) ?? []), name]);
  }
  return map.contexts.flatMap(({ name }): Breach[] => {
    const stem = name.replace(slice, '');
    const slices = stems.get(stem) ?? [];
    if (slices.length > 1) {
      if (slices[0] !== name) return [];
      const values = { slices: slices.join(', '), stem };
      return [{ code: 'METES_MAP_LAYERS', severity: 'error', values, context: name }];
    }
    if (!word.test(name)) return [];
    const values = { context: name, stem: stem === '' ? 'ordering' : stem };
    return [{ code: 'METES_MAP_LAYER_NAMED', severity: 'warning', values, context: name }];
  });
};

/** A context is more than the rows of a table. */
export const contextsAreNoTables: Rule = (map) =>
  map.contexts.flatMap((context) => {
    const aggregate = onlyAggregate(context);
    const commands = context.handlers.map(({ command }) => command.type);
    if (aggregate === undefined || commands.length < 2) return [];
    // CreateUser, UpdateUser, DeleteUser: the verb of a row and nothing but the name of the aggregate.
    const rows = commands.every((each) => {
      const object = each.replace(rowWork, '');
      return object !== each && (object === aggregate || object === '');
    });
    const values = { context: context.name, aggregate, commands: commands.join(', ') };
    return rows
      ? [{ code: 'METES_MAP_TABLE_MIRRORED', severity: 'warning', values, context: context.name }]
      : [];
  });

function onlyAggregate({ aggregates }: Context): string | undefined {
  return aggregates.length === 1 ? aggregates[0]!.type : undefined;
}
