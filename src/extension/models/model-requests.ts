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

/** How long another model may take to be loaded, in milliseconds. */
const mostWait = 30_000;

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

  /** Waits until a model does not read documents any more: another one does, or that has failed. */
  async untilReleased(folder: string): Promise<void> {
    const connection = this.#connection;
    if (this.inUse !== folder) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
      const listener = connection.onDidChange(() => {
        if (this.inUse !== folder) done();
      });
      const timer = setTimeout(done, mostWait);
    });
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

  /** The files that were written. */
  async export(asked: ModelExport, token: CancellationToken): Promise<readonly string[]> {
    const { files } = await this.#connection.ask<{ readonly files: readonly string[] }>(
      modelRequests.export,
      asked,
      token,
    );
    return files;
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
