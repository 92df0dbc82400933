/** What the client and the server say to one another of the models that a user has. */
import * as v from 'valibot';
import type { ListedModel } from '../protocol.ts';
import type { CorpusScores } from '../train/events.ts';
import { list, text } from './schema.ts';

/** An installed model with what its folder tells. */
export interface ModelDetails extends ListedModel {
  /** What it takes on the disk, in bytes. */
  readonly bytes: number;
  /** Weights; absent of a broken model. */
  readonly parameters?: number;
  /** When it was trained or imported, in ISO 8601. */
  readonly date?: string;
  /** The method that it was trained by, and the name of the model that it was trained from; of our own models. */
  readonly method?: string;
  readonly base?: string;
  /** Those of the test parts where there are any, else of the devel parts; empty for models of others. */
  readonly scores: readonly CorpusScores[];
  readonly scoredOn?: 'test' | 'devel';
  /** Whether there is a model card. */
  readonly card: boolean;
  readonly heads: readonly HeadDetails[];
}

/** A head of a model. */
export interface HeadDetails {
  readonly name: string;
  /**
   * Whether it is a single linear layer: exported alone it is exactly a plain token classifier of transformers then. One of
   * two layers is exported with a Python file of its own.
   */
  readonly plain: boolean;
}

/** The forms that a model is exported in. */
export const modelForms = ['transformers', 'head', 'onnx'] as const;
/**
 * `transformers`: the folder as it is, in the layout of Hugging Face, with our heads; `head`: one head as a token classifier
 * for `AutoModelForTokenClassification`; `onnx`: the graph with its weights, labels and tokenizer.
 */
export type ModelForm = (typeof modelForms)[number];

export interface ModelExport {
  /** A name in the library, or a path. */
  readonly model: string;
  readonly form: ModelForm;
  /** For `head`. */
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

/** What a download would fetch, of the Hub's answer. */
export interface HubModel {
  readonly repository: string;
  /** The commit, 40 hexadecimal digits. */
  readonly commit: string;
  readonly licence: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly bytes: number;
}

/** Requests from the client to the server. */
export const modelRequests = {
  /** `() => ModelDetails[]` */
  details: 'gerbera/models/details',
  /** `ModelExport => { files: string[] }`, in a process of its own. */
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
