import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { contract } from '../contract/contract.ts';
import { aggregate } from '../domain/aggregate.ts';
import { event } from '../domain/event.ts';
import { command } from '../model/command.ts';
import { contextMap } from '../model/context-map.ts';
import { customerSupplier } from '../model/relations.ts';
import { context } from '../model/context.ts';
import { handle } from '../model/handler.ts';
import { policy } from '../model/policy.ts';
import { projection } from '../model/projection.ts';
import { publish } from '../model/publication.ts';
import { read, write } from '../model/route.ts';
import { supporting } from '../model/subdomain.ts';
import { defineSystem } from '../start/define-system.ts';

/** A system for the tests of the command line: notes are taken, and filed in another context unless filing is jammed. */
const text = z.string().min(1).max(100);
const reviewed = '2026-09-01';

class NoteTaken extends event('NoteTaken', z.strictObject({ noteId: text, words: text })) {}
class NoteFiled extends event('NoteFiled', z.strictObject({ noteId: text })) {}
class TakeNote extends command('TakeNote', z.strictObject({ noteId: text, words: text })) {}
class FileNote extends command('FileNote', z.strictObject({ noteId: text, words: text })) {}

class Note extends aggregate('Note', {
  id: text,
  state: z.strictObject({ words: z.string() }),
  events: [NoteTaken],
  initial: () => ({ words: '' }),
}) {
  take(words: string): void {
    this.state.words = words;
    this.raise(new NoteTaken({ noteId: this.id, words }));
  }
}

class Folder extends aggregate('Folder', {
  id: text,
  state: z.strictObject({ filed: z.int() }),
  events: [NoteFiled],
  initial: () => ({ filed: 0 }),
}) {
  get filed(): number {
    return this.state.filed;
  }

  file(jammed: boolean): void {
    this.ensure(!jammed, 'The folder is jammed');
    this.state.filed++;
    this.raise(new NoteFiled({ noteId: this.id }));
  }
}

const noteTaken = contract('notes.note-taken', { v1: z.strictObject({ noteId: text, words: text }) });

const allNotes = projection('all-notes', {
  row: z.strictObject({ noteId: text, times: z.int() }),
  indexes: ['times'],
  on: (on) => [
    on(
      NoteTaken,
      (e) => e.noteId,
      (row, e) => ({ noteId: e.noteId, times: (row?.times ?? 0) + 1 }),
    ),
  ],
});

const notes = context('notes', {
  purpose: 'Takes notes',
  subdomain: supporting({ reviewed }),
  team: 'Notes',
  aggregates: [Note],
  handlers: [
    handle(TakeNote, Note, { id: (c) => c.noteId, expects: 'either', run: (note, c) => note.take(c.words) }),
  ],
  publishes: [publish(NoteTaken, noteTaken, ({ noteId, words }) => ({ noteId, words }))],
  projections: [allNotes],
  routes: [
    write('POST', '/notes', {
      summary: 'Take a note',
      access: ['writer'],
      body: z.strictObject({ noteId: text, words: text }),
      command: ({ body }) => new TakeNote(body),
      answers: { 201: z.strictObject({ noteId: z.string() }) },
      answer: (done) => ({ status: 201, body: { noteId: done.id } }),
    }),
    read('/notes/:noteId', {
      summary: 'How often a note was taken, as the projection tells',
      access: 'public',
      params: z.strictObject({ noteId: text }),
      answers: { 200: z.strictObject({ times: z.int() }) },
      read: async ({ params }, reader) => {
        const row = await reader.row(allNotes, params.noteId);
        return row && { status: 200, body: { times: row.times } };
      },
    }),
  ],
});

const filing = context('filing', {
  purpose: 'Files notes',
  subdomain: supporting({ reviewed }),
  team: 'Notes',
  aggregates: [Folder],
  handlers: [
    handle(FileNote, Folder, {
      id: (c) => c.noteId,
      expects: 'either',
      // What a real handler must not do: a file outside says whether filing fails, so that a test can plant and mend it.
      run: (folder, c) => folder.file(c.words === 'crumpled' && existsSync(process.env['SAMPLE_JAM'] ?? '')),
    }),
  ],
  policies: [policy('file a note when it is taken', { when: noteTaken, then: (e) => new FileNote(e) })],
  routes: [
    read('/filed/:noteId', {
      summary: 'How often a note was filed',
      access: 'public',
      params: z.strictObject({ noteId: text }),
      answers: { 200: z.strictObject({ filed: z.int() }) },
      read: async ({ params }, reader) => {
        const folder = await reader.aggregate(Folder, params.noteId);
        return folder && { status: 200, body: { filed: folder.filed } };
      },
    }),
  ],
});

/** What the tests start. */
export default defineSystem({
  map: contextMap('office', customerSupplier(notes, filing, { exposes: [noteTaken] })),
  migrations: {
    notes: [
      `create view attention as select id as subject, 'nobody can read it' as why, clock_timestamp() as since
         from aggregates where type = 'Note' and id like 'odd-%'`,
    ],
  },
  http: { port: 18_099, title: 'Office' },
  tokens: [
    { id: 'writer-1', roles: ['writer'] },
    { id: 'reader-1', roles: ['reader'] },
  ],
  prepare: async (_, progress, { env }) => {
    if (!env['SAMPLE_SLOW_START']) return;
    progress('taking its time');
    await pause(Number(env['SAMPLE_SLOW_START']));
  },
  next: ({ urls }) => `curl ${urls['notes']}/notes/first`,
});
