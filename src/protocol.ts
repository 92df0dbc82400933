/**
 * Every message between processes, grouped by direction; those of webviews are in `protocol/report-page.ts`. The client (extension host) and the language server speak the
 * Language Server Protocol plus the `gerbera/*` messages; the server and its model host speak over Node's IPC channel.
 */
import type { Terminology } from './concepts/concept.ts';
import type { Entity, WordEntity } from './core/entity.ts';
import type { Span } from './core/span.ts';
import type { DevicePreference, DeviceReport } from './runtime/device.ts';

/** What the client hands to the server in `initializationOptions`. */
export interface InitializationOptions {
  /** Absolute path of the bundled model host; the one beside the server if not given. */
  readonly modelHost?: string;
  /** Absolute path of the bundled command line, which jobs run; the one beside the server if not given. */
  readonly commandLine?: string;
  /** The settings, by their names in `settings.ts`, from a client that cannot answer `workspace/configuration`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False where the user does not trust the workspace: files that are not open are not read then, until `trusted` comes. */
  readonly trusted?: boolean;
}

/** The token type of entity types that have none of their own. */
export const otherTokenType = 'entity';

/** The legend of the semantic tokens: one type per entity type of our own models, and one for all others. */
export const tokenTypes = [
  'gene',
  'disease',
  'chemical',
  'species',
  'cellLine',
  'cellType',
  'dna',
  'rna',
  otherTokenType,
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** The token type of an entity type, however it is spelled: `CellLine`, `cell_line` and `Cell line` are `cellLine`. */
export function tokenTypeOf(entityType: string): TokenType {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
  return tokenTypes.find((name) => plain(name) === plain(entityType)) ?? otherTokenType;
}

/** A model as people see it. */
export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  /** `bert`, `roberta`, `distilbert`, `electra`. */
  readonly family: string;
  /** Entity types that the model shows, in the order of its heads. */
  readonly types: readonly string[];
  /** The longest input in tokens. */
  readonly maxLength: number;
  readonly device: DeviceReport;
}

/** What the server is doing; shown in the status bar. */
export interface ServerStatus {
  readonly state: 'starting' | 'ready' | 'reading' | 'failed';
  readonly model?: ModelSummary;
  /** Why the state is `failed`, or what was found on the way (a device that was refused). */
  readonly message?: string;
}

/** The entities of one version of an open document, after the settings' types and minimum score. */
export interface DocumentEntities {
  readonly uri: string;
  readonly version: number;
  readonly entities: readonly Entity[];
  /** False while sentences of this version are still unread. */
  readonly complete: boolean;
  /** Whether the document is read at all; it is not where a setting excludes it, or while highlighting is off. */
  readonly read: boolean;
}

/** A model that can be selected. */
export interface ListedModel {
  readonly name: string;
  readonly folder: string;
  readonly embedded: boolean;
  /** One line for people: family, types; or why the model cannot be loaded. */
  readonly description: string;
  /** The entity types that it finds; none if it is broken. */
  readonly types: readonly string[];
  readonly broken: boolean;
}

/** A model to copy into the user's library. */
export interface ModelImport {
  readonly folder: string;
  /** Its name in the library; the folder's own if not given. */
  readonly name?: string;
  /** The entity type of a model whose labels are bare `B`, `I` and `O`. */
  readonly type?: string;
}

/** One file, or folder of one form, of a corpus. */
export interface CorpusPart {
  /** `train`, `devel` or `test`; absent where a corpus is but one file. */
  readonly split?: string;
  readonly place: string;
  /** What people call its form. */
  readonly form: string;
  readonly documents: number;
  /** Mentions by the types that the corpus gives them. */
  readonly mentions: Readonly<Record<string, number>>;
  /** Whether all of it was counted; only its beginning where that takes long. */
  readonly complete: boolean;
  /** Why it cannot be read. */
  readonly problem?: string;
}

/** What can be said of a corpus before it is evaluated. */
export interface CorpusSummary {
  readonly name: string;
  /** Absolute. */
  readonly place: string;
  readonly parts: readonly CorpusPart[];
  /** The names that its types go by in models; types without one are not scored. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** A model to evaluate, and on what. */
export interface EvaluationRequest {
  /** The corpus's file or folder, absolute. */
  readonly place: string;
  readonly split?: string;
  /** A name in the library, or a path. */
  readonly model: string;
  /** Another one to compare it with. */
  readonly against?: string;
  /** The folder that the report is written to, absolute; made if it is absent. */
  readonly out: string;
  /** Where its work-done progress is told; where the server asks for a token of its own if it is not given. */
  readonly workDoneToken?: string;
}

/** How an evaluation ended; one that fails is refused with the reason instead. */
export type EvaluationOutcome = { readonly kind: 'done' } | { readonly kind: 'cancelled' };

/** An open document whose entities are to be written to a file. */
export interface ExportRequest {
  readonly uri: string;
  /** A form's name (`FormName`), or `html`. */
  readonly form: string;
  /** Absolute; the folder, of a form that has several files. A file of this name is replaced. */
  readonly file: string;
}

/** What was written. */
export interface ExportOutcome {
  readonly entities: number;
  /** What the form could not hold, and how many times. */
  readonly losses: Readonly<Record<string, number>>;
}

/** A concept that is mentioned in a document. */
export interface MentionedConcept {
  /** See `Link.concept`. */
  readonly concept: string;
  readonly identifiers: readonly string[];
  readonly name: string;
  readonly type: string;
  /** Its mentions, in UTF-16 offsets, in order. */
  readonly places: readonly Span[];
}

/** The concepts that are mentioned in one version of an open document. */
export interface DocumentConcepts {
  readonly uri: string;
  readonly version: number;
  /** In the order of their first mentions. A composite mention is one of several. */
  readonly concepts: readonly MentionedConcept[];
  /** False while mentions of this version are not linked yet. */
  readonly complete: boolean;
}

/** A concept that a person can choose. */
export interface ConceptChoice {
  readonly concept: string;
  readonly identifiers: readonly string[];
  readonly name: string;
  /** Synonyms, definition, species: one line for people. */
  readonly description: string;
  /** How sure the linker is, in [0, 1]; undefined for what was searched for. */
  readonly score?: number;
}

/** What the mention at a place may mean. */
export interface MentionChoices {
  readonly mention: string;
  readonly type: string;
  readonly candidates: readonly ConceptChoice[];
  /** Identifiers that it is linked to; none if to nothing. */
  readonly linked: readonly string[];
  /** Whether that was chosen by a person. */
  readonly chosen: boolean;
}

/** A person's choice of what a mention means in a workspace. */
export interface ConceptChoosing {
  /** Of the document, for the workspace folder that keeps the choice. */
  readonly uri: string;
  readonly mention: string;
  readonly type: string;
  /** Identifier of the concept; null for "none of them"; absent to forget an earlier choice. */
  readonly concept?: string | null;
}

/** What can be said of a file or folder before it is imported as a terminology. */
export interface TerminologySummary {
  /** Absolute. */
  readonly place: string;
  /** What people call its form. */
  readonly form: string;
  /** The name that it gets in the store if none is given. */
  readonly name: string;
  /** Entity types of the concepts that it begins with, the most frequent first; none where a person has to say them. */
  readonly types: readonly string[];
}

/** A terminology to import into the user's store. */
export interface TerminologyImport {
  /** A file or folder, absolute. */
  readonly place: string;
  /** Its name in the store; made of the file's if not given. */
  readonly name?: string;
  /** A form's name; told from the file if not given. */
  readonly form?: string;
  /** Entity type of concepts of which the form does not say it. */
  readonly type?: string;
  /** Where its work-done progress is told; where the server asks for a token of its own if it is not given. */
  readonly workDoneToken?: string;
}

/** A terminology that can be downloaded from its publisher. */
export interface TerminologyDownload {
  /** Its name in the store. */
  readonly name: string;
  readonly title: string;
  readonly address: string;
  readonly licence: string;
  /** About, in bytes. */
  readonly size: number;
  /** What it holds, in one line. */
  readonly description: string;
}

/** The user's terminologies, and what more can be had. */
export interface TerminologyList {
  /** The store's file; it is absent until something is imported. */
  readonly file: string;
  readonly installed: readonly Terminology[];
  /** Why the store cannot be read: it is damaged, or of another version. */
  readonly problem?: string;
  readonly downloads: readonly TerminologyDownload[];
  /** The forms that terminologies are read of: what the command line and what people call them. */
  readonly forms: readonly { readonly name: string; readonly title: string }[];
}

/** How an import or a download ended; one that fails is refused with the reason instead. */
export type TerminologyOutcome =
  | { readonly kind: 'done'; readonly terminology: Terminology; readonly problems: number }
  | { readonly kind: 'cancelled' };

/** Notifications from the server to the client. */
export const serverNotifications = {
  /** `ServerStatus` */
  status: 'gerbera/status',
  /** `DocumentEntities` */
  entities: 'gerbera/entities',
  /** `DocumentConcepts` */
  concepts: 'gerbera/concepts',
} as const;

/** Notifications from the client to the server. */
export const clientNotifications = {
  /** `{ uris: string[] }`: documents in visible editors, the active one first; they are read first. */
  visible: 'gerbera/visible',
  /** `{ enabled: boolean }`: clears or restores everything that is shown. */
  highlighting: 'gerbera/highlighting',
  /** The user has come to trust the workspace. */
  trusted: 'gerbera/trusted',
} as const;

/** Requests from the client to the server. */
export const clientRequests = {
  /** `() => ListedModel[]` */
  models: 'gerbera/models',
  /** `ModelImport => ListedModel` */
  importModel: 'gerbera/importModel',
  /** `() => void`: ends the model host and starts a fresh one. */
  restart: 'gerbera/restart',
  /** `() => ServerStatus` */
  status: 'gerbera/status/get',
  /** `{ place: string } => CorpusSummary`, in a process of its own */
  corpus: 'gerbera/corpus',
  /**
   * `EvaluationRequest => EvaluationOutcome`, in a process of its own, with work-done progress. One at a time. Cancelling the
   * request, or a progress that the server has asked for, ends it.
   */
  evaluate: 'gerbera/evaluate',
  /** `ExportRequest => ExportOutcome`: the entities that are shown of an open document, once it is wholly read. */
  exportEntities: 'gerbera/export',
  /** `{ uri: string, start: number, end: number } => MentionChoices | null`: of the innermost mention in that stretch. */
  conceptChoices: 'gerbera/concepts/choices',
  /** `{ text: string, type?: string } => ConceptChoice[]` */
  searchConcepts: 'gerbera/concepts/search',
  /** `ConceptChoosing => void`: kept in the workspace's file of choices. */
  chooseConcept: 'gerbera/concepts/choose',
  /** `() => TerminologyList` */
  terminologies: 'gerbera/terminologies',
  /** `{ place: string, form?: string } => TerminologySummary`, in a process of its own */
  describeTerminology: 'gerbera/terminologies/describe',
  /** `TerminologyImport => TerminologyOutcome`, in a process of its own, with work-done progress. Cancelling ends it. */
  importTerminology: 'gerbera/terminologies/import',
  /** `{ name: string, workDoneToken?: string } => TerminologyOutcome`: calls the network; the client has asked before. */
  downloadTerminology: 'gerbera/terminologies/download',
  /** `{ name: string } => void` */
  removeTerminology: 'gerbera/terminologies/remove',
} as const;

/** Commands of the client that the server's code actions name, with their arguments. */
export const clientCommands = {
  /** `[identifier: string]` */
  copyIdentifier: 'gerbera.copyIdentifier',
  /** `[address: string]`: opens a concept's page in the browser. */
  openConcept: 'gerbera.openConcept',
  /** `[{ uri: string, start: number, end: number }]` */
  chooseConcept: 'gerbera.chooseConcept',
} as const;

/** From the server to its model host. */
export type HostRequest =
  | { readonly kind: 'load'; readonly model: string; readonly device: DevicePreference }
  | { readonly kind: 'recognize'; readonly id: number; readonly sentences: readonly HostSentence[] }
  /** Into the user's library; in a process of its own, because the model is tried before it is taken in. */
  | { readonly kind: 'import'; readonly id: number; readonly import: ModelImport }
  /** Looks into a corpus; in a process of its own, because files are big and may be of any kind. */
  | { readonly kind: 'corpus'; readonly id: number; readonly place: string }
  /** Looks into a file or folder that may be a terminology; in a process of its own for the same reason. */
  | { readonly kind: 'terminology'; readonly id: number; readonly place: string; readonly form?: string }
  /** Ends the job with this id, if it still runs, with a `failed` reply. */
  | { readonly kind: 'cancel'; readonly id: number };

/** A sentence for the model host; see `recognize/recognizer.ts`. */
export type HostSentence = readonly string[];

/** From the model host to the server. */
export type HostReply =
  | { readonly kind: 'loaded'; readonly model: ModelSummary }
  | { readonly kind: 'imported'; readonly id: number; readonly model: ListedModel }
  | { readonly kind: 'corpus'; readonly id: number; readonly corpus: CorpusSummary }
  | { readonly kind: 'terminology'; readonly id: number; readonly terminology: TerminologySummary }
  | { readonly kind: 'failed'; readonly message: string; readonly id?: number }
  | {
      readonly kind: 'recognized';
      readonly id: number;
      readonly entities: readonly (readonly WordEntity[])[];
      /** Processor time that it took, of all threads (ms). */
      readonly cost: number;
    };
