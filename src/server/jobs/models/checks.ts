import path from 'node:path';
import * as v from 'valibot';
import { type ModelDownload, type ModelExport, modelForms } from '../../../protocol/models.ts';
import { text } from '../../../protocol/schema.ts';

export const modelExport: v.GenericSchema<unknown, ModelExport> = v.object({
  model: text,
  form: v.picklist(modelForms),
  head: v.exactOptional(text),
  out: v.pipe(
    text,
    v.check((value) => path.isAbsolute(value), 'an absolute path is needed'),
  ),
});

export const modelNamed = v.object({ name: text });

/** A name or an address; what begins with a dash is neither. */
const repository = v.pipe(text, v.regex(/^[^-]/, 'a repository is called OWNER/NAME'));

export const hubQuestion = v.object({ repository, revision: v.exactOptional(text) });

export const modelDownload: v.GenericSchema<unknown, ModelDownload> = v.object({
  repository,
  revision: v.exactOptional(text),
  name: v.exactOptional(text),
  type: v.exactOptional(text),
  workDoneToken: v.exactOptional(text),
});
