/** What the client and the server say to one another of the models that a user has. */
import * as v from 'valibot';
import type { ModelDetails } from '../library/details.ts';
import type { ModelForm } from '../library/export/form.ts';
import { list, text } from './schema.ts';

export type { HeadDetails, ModelDetails } from '../library/details.ts';
export { type ModelForm, modelForms } from '../library/export/form.ts';
export type { HubModel } from '../library/hub/hub-model.ts';

/** A model to write for other programs. */
export interface ModelExport {
  /** A name in the library, or a path. */
  readonly model: string;
  readonly form: ModelForm;
  /** For `head`, needed where the model has several; for `onnx`, all if not given. */
  readonly head?: string;
  /** The folder to write, absolute; it must be empty or absent. */
  readonly out: string;
}

/** A model to fetch from the Hugging Face Hub. */
export interface ModelDownload {
  /** `owner/name`. */
  readonly repository: string;
  /** A commit, tag or branch, which is pinned to the commit it stands for; `main` if not given. */
  readonly revision?: string;
  /** Its name in the library; the repository's if not given. */
  readonly name?: string;
  /** The entity type of bare labels. */
  readonly type?: string;
  readonly workDoneToken?: string;
}

/** Requests from the client to the server. */
export const modelRequests = {
  /** `() => ModelDetails[]` */
  details: 'gerbera/models/details',
  /** `() => string`: the folder of the library, absolute; it may not exist yet. */
  library: 'gerbera/models/library',
  /** `ModelExport => { folder: string, files: string[], bytes: number }`, in a process of its own. */
  export: 'gerbera/models/export',
  /** `{ name: string } => { bytes: number }`: removes a model from the library. */
  remove: 'gerbera/models/remove',
  /** `{ repository, revision? } => HubModel`: calls the network; the client has asked before. */
  lookUp: 'gerbera/models/lookUp',
  /** `ModelDownload => ListedModel | null`, with work-done progress, in a process of its own; null if it was cancelled. */
  download: 'gerbera/models/download',
} as const;

/** What the page checks of the extension's messages. */
export const modelDetails = v.custom<ModelDetails>((value) =>
  v.is(
    v.looseObject({
      name: text,
      folder: text,
      embedded: v.boolean(),
      description: text,
      types: list(text),
      broken: v.boolean(),
      bytes: v.number(),
      scores: v.array(v.looseObject({ corpus: text })),
      card: v.boolean(),
      heads: list(v.looseObject({ name: text, plain: v.boolean() })),
    }),
    value,
  ),
);
