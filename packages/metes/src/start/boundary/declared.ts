import type { Json } from '../../base/json.ts';
import type { Schema } from '../../base/schema.ts';
import { isMetesError } from '../../base/errors.ts';
import { versionSchema } from '../../contract/version-schema.ts';
import type { Context } from '../../model/context.ts';
import type { ContextMap } from '../../model/context-map.ts';
import { crossings } from '../../model/crossings.ts';
import type { DeclaredEdge, DeclaredVersion } from '../../runtime/ports/boundary.ts';

/** What stands in the registry for a schema whose library knows no JSON Schema: nothing can be compared with it. */
export const noSchema = { $comment: 'The library of this schema gives no JSON Schema.' } as const;

/** Every version of every contract that a context publishes, as its registry keeps them. */
export function declaredVersions(context: Context): readonly DeclaredVersion[] {
  const contracts = new Set(context.publishes.map(({ contract }) => contract.whole));
  return [...contracts].flatMap(({ contract, version: latest, schemas, sunsets, compatibility }) =>
    [...schemas].map(([version, schema]): DeclaredVersion => {
      const sunset = sunsets.get(version);
      return {
        contract,
        version,
        schema: schemaOf(schema, `${contract} v${version}`),
        mode: compatibility,
        goesOut: version === latest || sunset !== undefined,
        ...(sunset ? { sunset: sunset.on } : {}),
      };
    }),
  );
}

/** What the map exposes to a context, and which of its reactions read it. */
export function declaredEdges(map: ContextMap, context: Context): readonly DeclaredEdge[] {
  return crossings(map)
    .filter(({ subscriber }) => subscriber === context.name)
    .map(({ contract, publisher, readers }) => ({
      contract: contract.contract,
      publisher,
      readers: readers.map((each) => ({ reaction: each.reaction, reads: each.contract.reads })),
    }));
}

function schemaOf(schema: Schema, subject: string): { readonly [key: string]: Json } {
  try {
    return versionSchema(schema, subject);
  } catch (error) {
    if (isMetesError(error, 'METES_SCHEMA_NO_JSON')) return noSchema;
    throw error;
  }
}
