import type { CancellationToken } from 'vscode';
import {
  type HubModel,
  type ModelDetails,
  type ModelDownload,
  type ModelExport,
  modelRequests,
} from '../../protocol/models.ts';
import type { ListedModel, ModelImport } from '../../protocol.ts';
import type { Connection, Step } from '../connection.ts';
import type { HubName } from './hub-name.ts';

/** What an export has written. */
export interface ExportedModel {
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

/** What the language server is asked of models. */
export class ModelRequests {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The folder of the model that reads documents now. */
  get inUse(): string | undefined {
    return this.#connection.status.model?.folder;
  }

  list(): Promise<readonly ListedModel[]> {
    return this.#connection.models();
  }

  details(): Promise<readonly ModelDetails[]> {
    return this.#connection.ask(modelRequests.details);
  }

  /** The folder of the library. */
  library(): Promise<string> {
    return this.#connection.ask(modelRequests.library);
  }

  import(model: ModelImport): Promise<ListedModel> {
    return this.#connection.importModel(model);
  }

  export(asked: ModelExport, token: CancellationToken): Promise<ExportedModel> {
    return this.#connection.ask(modelRequests.export, asked, token);
  }

  /** Removes a model from the library; what becomes free, in bytes. */
  async remove(name: string): Promise<number> {
    const { bytes } = await this.#connection.ask<{ readonly bytes: number }>(modelRequests.remove, { name });
    return bytes;
  }

  /** Asks the Hub what a repository holds: calls the network. */
  lookUp(asked: HubName, token: CancellationToken): Promise<HubModel> {
    return this.#connection.ask(modelRequests.lookUp, asked, token);
  }

  /** Null if it was cancelled. */
  download(asked: ModelDownload, token: CancellationToken, told: (step: Step) => void): Promise<ListedModel | null> {
    return this.#connection.follow(modelRequests.download, asked, token, told);
  }
}
