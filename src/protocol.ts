/**
 * Every message between processes, grouped by direction. The client (extension host) and the language server speak the
 * Language Server Protocol plus the `gerbera/*` messages; the server and its model host speak over Node's IPC channel.
 */
import type { Entity, WordEntity } from './core/entity.ts';
import type { DevicePreference, DeviceReport } from './runtime/device.ts';

/** What the client hands to the server in `initializationOptions`. */
export interface InitializationOptions {
  /** Absolute path of the bundled model host. */
  readonly modelHost: string;
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
}

/** A model that can be selected. */
export interface ListedModel {
  readonly name: string;
  readonly folder: string;
  readonly embedded: boolean;
  /** One line for people: family, types; or why the model cannot be loaded. */
  readonly description: string;
  readonly broken: boolean;
}

/** Notifications from the server to the client. */
export const serverNotifications = {
  /** `ServerStatus` */
  status: 'gerbera/status',
  /** `DocumentEntities` */
  entities: 'gerbera/entities',
} as const;

/** Notifications from the client to the server. */
export const clientNotifications = {
  /** `{ uris: string[] }`: documents in visible editors, the active one first; they are read first. */
  visible: 'gerbera/visible',
  /** `{ enabled: boolean }`: clears or restores everything that is shown. */
  highlighting: 'gerbera/highlighting',
} as const;

/** Requests from the client to the server. */
export const clientRequests = {
  /** `() => ListedModel[]` */
  models: 'gerbera/models',
  /** `{ folder: string, name?: string, type?: string } => ListedModel` */
  importModel: 'gerbera/importModel',
  /** `() => void`: ends the model host and starts a fresh one. */
  restart: 'gerbera/restart',
  /** `() => ServerStatus` */
  status: 'gerbera/status/get',
} as const;

/** From the server to its model host. */
export type HostRequest =
  | { readonly kind: 'load'; readonly model: string; readonly device: DevicePreference }
  | { readonly kind: 'recognize'; readonly id: number; readonly sentences: readonly HostSentence[] };

/** A sentence for the model host; see `recognize/recognizer.ts`. */
export type HostSentence = readonly string[];

/** From the model host to the server. */
export type HostReply =
  | { readonly kind: 'loaded'; readonly model: ModelSummary }
  | { readonly kind: 'failed'; readonly message: string; readonly id?: number }
  | { readonly kind: 'recognized'; readonly id: number; readonly entities: readonly (readonly WordEntity[])[] };
