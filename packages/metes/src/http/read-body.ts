import type { IncomingMessage, ServerResponse } from 'node:http';
import { MetesError } from '../base/errors.ts';

const nothing = Buffer.alloc(0);

/**
 * The bytes of a body; undefined when the client went away before the end. Reading stops as soon as the limit is passed.
 *
 * @throws METES_HTTP_BODY_TOO_LARGE
 */
export function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  most: number,
): Promise<Buffer | undefined> {
  const announced = req.headers['content-length'];
  if (announced !== undefined && Number(announced) > most)
    throw new MetesError('METES_HTTP_BODY_TOO_LARGE', { most });
  if (req.headers.expect !== undefined) res.writeContinue();
  return new Promise((resolve, reject) => {
    let first: Buffer = nothing;
    let more: Buffer[] | undefined;
    let size = 0;
    const done = (): void => {
      req.off('data', take).off('end', end).off('close', gone);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > most) {
        req.pause();
        done();
        reject(new MetesError('METES_HTTP_BODY_TOO_LARGE', { most }));
      } else if (size === chunk.length) first = chunk;
      else (more ??= [first]).push(chunk);
    };
    const end = (): void => {
      done();
      resolve(more ? Buffer.concat(more, size) : first);
    };
    const gone = (): void => {
      done();
      resolve(undefined);
    };
    req.on('data', take).on('end', end).on('close', gone);
  });
}
