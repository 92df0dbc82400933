import path from 'node:path';
import * as v from 'valibot';
import type { ResponseError } from 'vscode-languageserver/node';
import { text } from '../../protocol/schema.ts';
import { invalid } from './answer.ts';

/** A path that does not depend on where the server runs. */
export const absolutePlace = v.pipe(
  text,
  v.check((value) => path.isAbsolute(value), 'an absolute path is needed'),
);

/** The handler of a request whose parameters are checked before anything is done: any editor may be the client. */
export function checked<Asked, Answer, Rest extends readonly unknown[]>(
  schema: v.GenericSchema<unknown, Asked>,
  handle: (asked: Asked, ...rest: Rest) => Promise<Answer | ResponseError>,
): (asked: unknown, ...rest: Rest) => Promise<Answer | ResponseError> {
  return async (asked, ...rest) => {
    const result = v.safeParse(schema, asked);
    return result.success ? handle(result.output, ...rest) : invalid(problemText(result.issues[0]));
  };
}

/** `"hyper.epochs.0": Invalid type: …`. */
export function problemText(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  return place === null ? issue.message : `"${place}": ${issue.message}`;
}
