import { basename, join } from 'node:path';
import { finding } from '../finding.ts';
import { variable } from '../../model/map-rules/relation-line.ts';
import { layers, type Place } from '../place.ts';
import type { Rule } from '../rule.ts';

/** Every context of the map has sources. */
export const folderMissingRule: Rule = {
  code: 'METES_CHECK_FOLDER_MISSING',
  about: 'every context of the map has a folder with sources',
  run: ({ contexts, told }) =>
    contexts
      .filter(({ files }) => files.length === 0)
      .map(({ context: { name }, folder }) =>
        finding('METES_CHECK_FOLDER_MISSING', { context: name, folder: told(folder) }, { context: name }),
      ),
};

/** Every kernel of the map has sources, or its budget would bound nothing. */
export const kernelMissingRule: Rule = {
  code: 'METES_CHECK_KERNEL_MISSING',
  about: 'every kernel of the map has a folder with sources',
  run: ({ map, kernels }) =>
    map.relations.flatMap(({ kernel, upstream }) => {
      if (!kernel || kernels.some(({ name, files }) => name === kernel.name && files.length > 0)) return [];
      const values = { kernel: kernel.name, folder: kernel.path };
      return [finding('METES_CHECK_KERNEL_MISSING', values, { context: upstream.name })];
    }),
};

/** Every context that has sources is in the map. */
export const unmappedRule: Rule = {
  code: 'METES_CHECK_CONTEXT_UNMAPPED',
  about: 'every folder beside those of the contexts is a context of the map',
  run: ({ strangers, told, map }) =>
    strangers.map((folder) => {
      const name = basename(folder);
      const line = `contextMap('${map.name}', ..., ${variable(name)}), or a relation that names ${variable(name)}.`;
      return finding(
        'METES_CHECK_CONTEXT_UNMAPPED',
        { folder: told(folder), line },
        { context: name, file: told(folder) },
      );
    }),
};

/** A layer is called as its rules call it: on another machine, a folder in capitals would be another one. */
export const layerSpellingRule: Rule = {
  code: 'METES_CHECK_LAYER_SPELLING',
  about: 'the folder of a layer is written in small letters',
  run: ({ contexts, told }) =>
    contexts.flatMap(({ context, folder, files }) =>
      [
        ...new Set(
          files
            .map(({ place }) => place)
            .filter(misspelt)
            .map(topFolder),
        ),
      ].map((written) => {
        const layer = written.toLowerCase();
        const at = told(join(folder, written));
        const right = told(join(folder, layer));
        // In two steps, since some file systems take both names for one.
        const line = `git mv ${at} ${right}- && git mv ${right}- ${right}`;
        const values = { folder: `${written}/`, context: context.name, layer: `${layer}/`, line };
        return finding('METES_CHECK_LAYER_SPELLING', values, { context: context.name, file: at });
      }),
    ),
};

function topFolder({ inside }: Place): string {
  return inside.slice(0, Math.max(0, inside.indexOf('/')));
}

function misspelt(place: Place): boolean {
  const folder = topFolder(place).toLowerCase();
  return place.layer === undefined && layers.some((each) => each === folder);
}

/** Files stand in a layer, so that their direction can be seen. */
export const layerUnknownRule: Rule = {
  code: 'METES_CHECK_LAYER_UNKNOWN',
  about: 'every folder of a context is a layer',
  run: ({ contexts }) =>
    contexts.flatMap(({ context, files }) =>
      files
        .filter(({ place }) => place.layer === undefined && place.inside.includes('/') && !place.isTest)
        .filter(({ place }) => !misspelt(place))
        .map(({ path, place }) =>
          finding(
            'METES_CHECK_LAYER_UNKNOWN',
            { file: place.inside, context: context.name },
            { context: context.name, file: path },
            'warning',
          ),
        ),
    ),
};
