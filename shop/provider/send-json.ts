import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** Items of a long array written in one go. */
const CHUNK = 2_000;

/** Sends an answer. Long arrays at the top level go out in pieces, so that a big ledger does not stall the payments. */
export async function sendJson(
  response: ServerResponse,
  answer: Answer,
  headers: Record<string, string>,
): Promise<void> {
  const long = Object.entries(answer.body).find(([, value]) => Array.isArray(value) && value.length > CHUNK);
  if (long === undefined) {
    const text = `${JSON.stringify(answer.body, null, 2)}\n`;
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      ...headers,
    });
    response.end(text);
    return;
  }
  const [name, items] = long as [string, unknown[]];
  const { [name]: _, ...rest } = answer.body;
  response.writeHead(answer.status, { 'Content-Type': 'application/json', ...headers });
  const head = JSON.stringify(rest);
  response.write(`${head.slice(0, -1)}${head === '{}' ? '' : ','}${JSON.stringify(name)}:[`);
  for (let from = 0; from < items.length; from += CHUNK) {
    const piece = items
      .slice(from, from + CHUNK)
      .map((item) => JSON.stringify(item))
      .join(',');
    if (response.destroyed) return;
    if (!response.write(`${from === 0 ? '' : ','}${piece}`)) await drained(response);
    await new Promise((resume) => setImmediate(resume));
  }
  response.end(']}\n');
}

async function drained(response: ServerResponse): Promise<void> {
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
