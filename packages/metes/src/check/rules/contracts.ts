import { contractFields, fieldsOf, publishedContracts } from '../contract-fields.ts';
import { contractExportsOf } from '../contract-exports.ts';
import { type FieldsRead, together } from '../fields-read.ts';
import { type Finding, finding, type Where } from '../finding.ts';
import type { Project } from '../project.ts';
import { reactionsOf } from '../reactions.ts';
import { carries, isExposedTo, longerLine, newLine, relationsBetween } from '../relations.ts';
import type { Rule } from '../rule.ts';

/** What one context reads of a contract. */
export interface Use {
  readonly contract: string;
  readonly consumer: string;
  readonly reads: FieldsRead;
  /** All fields of the contract. */
  readonly fields: readonly string[];
}

/** What each context reads of each contract that it reacts to. */
export function usesOf(project: Project): readonly Use[] {
  return publishedContracts(project.map).flatMap((contract) => {
    const fields = contractFields(contract);
    if (!fields) return [];
    const reactions = reactionsOf(project).filter((each) => each.contract === contract.contract);
    return [...new Set(reactions.map(({ context }) => context))].map((consumer) => ({
      contract: contract.contract,
      consumer,
      fields,
      reads: together(reactions.filter(({ context }) => context === consumer).map(({ reads }) => reads)),
    }));
  });
}

/** What the code reacts to, the map exposes. */
export const reactionRule: Rule = {
  code: 'METES_CHECK_REACTION',
  about: 'a context reacts to contracts that the map exposes to it',
  run: (project) =>
    reactionsOf(project)
      .filter(({ contract, context }) => !isExposedTo(project.map, contract, context))
      .map(({ context, contract, name, file, start }): Finding => {
        const owner = contract.slice(0, contract.indexOf('.'));
        const relation = relationsBetween(project.map, owner, context).find(carries);
        const line = relation
          ? longerLine(project, relation, contract)
          : newLine(project, owner, context, [contract]);
        return finding('METES_CHECK_REACTION', { context, reaction: name, contract, line }, file.at(start));
      }),
};

/** How much of a model an event may carry before it is a copy of it. */
const mostOfModel = 0.9;
/** Models with fewer fields are told in full by any event that says something. */
const leastFields = 5;

/** An event tells what happened; it does not carry its producer's model away. */
export const modelRule: Rule = {
  code: 'METES_CHECK_CONTRACT_MODEL',
  about: `no contract carries ${mostOfModel * 100} % of the model of the aggregate behind it`,
  run: (project) =>
    project.map.contexts.flatMap(({ aggregates, publishes }) =>
      publishes.flatMap(({ event, contract }) => {
        const aggregate = aggregates.find(({ events }) => events.get(event.type) === event);
        const model = fieldsOf(aggregate?.stateSchema, `the state of ${aggregate?.type}`);
        const carried = contractFields(contract);
        if (!aggregate || !model || !carried || model.length < leastFields) return [];
        const both = model.filter((field) => carried.includes(field));
        if (both.length < model.length * mostOfModel) return [];
        const values = {
          contract: contract.contract,
          share: Math.round((100 * both.length) / model.length),
          fields: both.length,
          all: model.length,
          aggregate: aggregate.type,
        };
        return [
          finding('METES_CHECK_CONTRACT_MODEL', values, whereIs(project, contract.contract), 'warning'),
        ];
      }),
    ),
};

/** Fields that go out and that nobody reads are promises for nothing. */
export const unreadRule: Rule = {
  code: 'METES_CHECK_FIELD_UNREAD',
  about: 'every field of a contract is read by somebody, as far as the code of consumers shows',
  run: (project) => {
    const uses = usesOf(project);
    return [...new Set(uses.map(({ contract }) => contract))].flatMap((contract) => {
      const own = uses.filter((each) => each.contract === contract);
      const read = together(own.map(({ reads }) => reads));
      const unread = own[0]!.fields.filter((field) => read !== 'all' && !read.has(field));
      if (unread.length === 0) return [];
      const values = {
        contract,
        fields: unread.join(', '),
        consumers: own.map(({ consumer }) => consumer).join(', '),
      };
      return [finding('METES_CHECK_FIELD_UNREAD', values, whereIs(project, contract), 'note')];
    });
  },
};

/** A contract so wide, and a consumer that reads so little of it. */
const wide = { fields: 12, share: 0.25 };

/** Nobody is handed a model of which he needs a corner. */
export const wideRule: Rule = {
  code: 'METES_CHECK_CONTRACT_WIDE',
  about: `no consumer reads ${wide.share * 100} % or less of a contract with ${wide.fields} fields or more`,
  run: (project) =>
    usesOf(project).flatMap(({ contract, consumer, reads, fields }) => {
      if (reads === 'all' || fields.length < wide.fields) return [];
      const read = fields.filter((field) => reads.has(field));
      if (read.length > fields.length * wide.share) return [];
      const values = { contract, consumer, read: read.length, all: fields.length, fields: read.join(', ') };
      return [finding('METES_CHECK_CONTRACT_WIDE', values, whereIs(project, contract), 'warning')];
    }),
};

/** The file of the contract/ folder that declares a contract. */
function whereIs(project: Project, contract: string): Where {
  const name = contract.slice(0, contract.indexOf('.'));
  const owner = project.contexts.find(({ context }) => context.name === name);
  if (!owner) return { context: name };
  const exported = [...contractExportsOf(owner)].find(([, id]) => id === contract)?.[0] ?? '';
  for (const file of owner.files) {
    if (file.place.layer !== 'contract' || file.place.isTest) continue;
    const at = new RegExp(`\\b${exported}\\s*=`).exec(file.text)?.index;
    if (at !== undefined) return file.at(at);
  }
  return { context: name };
}
