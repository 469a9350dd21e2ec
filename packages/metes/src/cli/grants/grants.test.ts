import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, type Contract } from '../../contract/contract.ts';
import { aggregate } from '../../domain/aggregate.ts';
import { event } from '../../domain/event.ts';
import { identifier } from '../../domain/identifier.ts';
import {
  command,
  context,
  contextMap,
  customerSupplier,
  handle,
  publish,
  supporting,
} from '../../model/index.ts';
import { runCli } from '../cli.ts';
import { fakeTerminal, sampleConfig } from '../cli-under-test.ts';
import { kafkaPermissions, natsPermissions } from './broker-permissions.ts';
import { kafkaText, natsText } from './broker-text.ts';

const Id = identifier('test.Id');
const empty = z.object({});
class Opened extends event('Opened', empty) {}
class Closed extends event('Closed', empty) {}
class Box extends aggregate('Box', { id: Id, state: empty, events: [Opened, Closed], initial: () => ({}) }) {}
class Open extends command('Open', z.object({ id: Id })) {}
const parts = {
  purpose: 'Holds boxes',
  subdomain: supporting({ reviewed: '2026-09-01' }),
  team: 'Boxes',
  aggregates: [Box],
  handlers: [handle(Open, Box, { id: (c) => c.id, run: () => undefined })],
};
const opened = contract('boxes.opened', { v1: empty });
const closed = contract('boxes.closed', { v1: empty });
const boxes = context('boxes', {
  ...parts,
  publishes: [publish(Opened, opened, () => ({})), publish(Closed, closed, () => ({}))],
});
const backOffice = context('back-office', parts);
const map = (exposes: readonly Contract[]) =>
  contextMap('yard', customerSupplier(boxes, backOffice, { exposes }));

/** A call that adds rights, as "Authorization and ACLs" of the documentation of Kafka has it, with the operations of each resource. */
const kafkaCall = new RegExp(
  [
    String.raw`^kafka-acls\.sh --bootstrap-server \S+ --command-config \S+ --add --allow-principal "User:[\w.-]+"`,
    String.raw`(?:(?: --operation (?:Read|Write|Create|Delete|Alter|Describe|DescribeConfigs|AlterConfigs|All))+ --topic [\w.-]{1,249}`,
    String.raw`|(?: --operation (?:Read|Describe|Delete|All))+ --group [\w.-]+)$`,
  ].join(''),
);

describe('the permissions at a broker', () => {
  it('let a context publish its own contracts and read what the map exposes to it', () => {
    const [own, other] = natsPermissions(map([opened]));
    expect(own).toMatchObject({
      publish: ['metes.boxes.closed.*', 'metes.boxes.opened.*'],
      subscribe: ['_INBOX.boxes.>'],
      consumers: [],
    });
    expect(other).toMatchObject({
      publish: ['$JS.API.CONSUMER.MSG.NEXT.metes-boxes.back-office', '$JS.ACK.metes-boxes.back-office.>'],
      consumers: [{ stream: 'metes-boxes', name: 'back-office', filterSubjects: ['metes.boxes.opened.*'] }],
    });
    expect(kafkaPermissions(map([opened]))).toStrictEqual([
      {
        context: 'boxes',
        write: ['metes.boxes.closed', 'metes.boxes.opened'],
        read: [],
        group: 'metes.boxes',
      },
      { context: 'back-office', write: [], read: ['metes.boxes.opened'], group: 'metes.back-office' },
    ]);
  });

  it('follow a change of the map with no other edit', () => {
    const text = (exposes: readonly Contract[]) =>
      [natsText(natsPermissions(map(exposes))), kafkaText(kafkaPermissions(map(exposes)))] as const;
    const [nats, kafka] = text([opened, closed]);
    expect(nats).toContain('--filter "metes.boxes.closed.*" --filter "metes.boxes.opened.*"');
    expect(kafka).toContain(
      '"User:back-office" --operation Read --operation Describe --topic metes.boxes.closed',
    );
    const [less, fewer] = text([opened]);
    expect(less).not.toContain('--filter "metes.boxes.closed.*"');
    expect(fewer).not.toContain(
      '"User:back-office" --operation Read --operation Describe --topic metes.boxes.closed',
    );
  });

  it('never use the inbox that all share, nor a wildcard over contracts', () => {
    const text = JSON.stringify(natsPermissions(map([opened, closed])));
    expect(text).not.toContain('"_INBOX.>"');
    expect(text).not.toMatch(/"metes\.(>|\*)|metes\.boxes\.\*/);
  });

  it('follow the grammar of kafka-acls.sh', () => {
    const lines = kafkaText(kafkaPermissions(map([opened, closed]))).split('\n');
    const calls = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(calls).toHaveLength(5);
    for (const call of calls) expect(call).toMatch(kafkaCall);
    const right = calls[0]!;
    for (const wrong of [
      right.replace('--operation Write', '--operation Publish'),
      right.replace('--operation Write', '--operation'),
      right.replace('User:', ''),
      right.replace('--topic', '--topics'),
      right.replace('--add', ''),
      `${right} --topic`,
      right.replace('--topic', '--operation Write --group'),
    ])
      expect(wrong).not.toMatch(kafkaCall);
  });

  it('name a password variable that a shell knows', () => {
    expect(natsText(natsPermissions(map([opened])))).toContain('password: $BACK_OFFICE_NATS_PASSWORD');
  });
});

describe('metes grants', () => {
  const typed = async (args: string, env: Readonly<Record<string, string>> = {}) => {
    const terminal = fakeTerminal({ env });
    const code = await runCli(
      ['grants', '--config', sampleConfig, ...args.split(' ').filter(Boolean)],
      terminal,
    );
    return { code, ...terminal.written };
  };

  it('prints the statements of every context, or of one', async () => {
    const { code, out } = await typed('');
    expect(code).toBe(0);
    expect(out).toContain('create schema if not exists "notes" authorization "notes_owner";');
    expect(out).toContain('alter role "notes" with login noinherit nosuperuser');
    const one = (await typed('--context filing')).out;
    expect(one).toContain('"filing_owner"');
    expect(one).not.toContain('"notes"');
  });

  it('changes no role before it has been seen that it does not administer the server', async () => {
    const { shared, contexts } = JSON.parse((await typed('--json')).out);
    const lists: [string[], string[]][] = [
      [shared, ['metes_transport', 'metes_auditor']],
      ...contexts.map((each: any) => [each.statements, [each.owner, each.runtime]]),
    ];
    expect(lists).toHaveLength(3);
    for (const [[first], roles] of lists)
      expect(first).toContain(
        `where rolname in ('${roles.join("', '")}') and (rolsuper or rolname = current_user)`,
      );
  });

  it('names the roles of a shared server and the database that is used', async () => {
    const { out } = await typed('--json', {
      METES_ROLE_PREFIX: 'x_',
      DATABASE_URL: 'postgres://u:secret@h/yard',
    });
    expect(out).not.toContain('secret');
    const grants = JSON.parse(out);
    expect(grants.database).toBe('yard');
    expect(grants.contexts.map((each: { owner: string }) => each.owner)).toContain('x_notes_owner');
  });

  it('prints the permissions of a broker', async () => {
    expect((await typed('--broker nats')).out).toContain('accounts {');
    expect(JSON.parse((await typed('--broker kafka --json')).out)).toHaveLength(2);
  });

  it.each([
    ['--broker rabbit', 'Use one of: nats, kafka.', 2],
    ['--context nowhere', 'METES_CLI_CONTEXT_UNKNOWN', 2],
  ])('refuses %s', async (args, said, code) => {
    const result = await typed(args);
    expect(result.err).toContain(said);
    expect(result.code).toBe(code);
  });
});
