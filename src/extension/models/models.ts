import { type Disposable, EventEmitter, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { ModelDetails } from '../../protocol/models.ts';
import type { ListedModel } from '../../protocol.ts';
import { byteWords } from '../bytes.ts';
import type { Actions } from '../commands.ts';
import { revealInExplorer } from '../reveal-in-explorer.ts';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';
import { downloadModel } from './download-model.ts';
import { exportModel } from './export-model.ts';
import { importModel } from './import-model.ts';
import type { ModelRequests } from './model-requests.ts';
import { deletionQuestion } from './model-words.ts';
import { pickModel } from './pick-model.ts';
import { selectModel, useModel, writeModel } from './use-model.ts';

type ModelActions = Pick<
  Actions,
  'selectModel' | 'importModel' | 'downloadModel' | 'useModel' | 'exportModel' | 'revealModel' | 'deleteModel'
>;

/** The models that a user has, and what can be done with them. Arguments name a model by its folder or its name. */
export class Models implements Disposable {
  readonly requests: ModelRequests;
  readonly #changed = new EventEmitter<void>();

  /** After a model has come or gone. */
  readonly onDidChange = this.#changed.event;

  constructor(requests: ModelRequests) {
    this.requests = requests;
  }

  /** The commands. */
  get actions(): ModelActions {
    return {
      selectModel: () => this.select(),
      importModel: () => this.import(),
      downloadModel: () => this.download(),
      useModel: (model) => this.use(model),
      exportModel: (model) => this.export(model),
      revealModel: (model) => this.reveal(model),
      deleteModel: (model) => this.delete(model),
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async select(): Promise<void> {
    if ((await selectModel(this.requests)) === 'import') await this.import();
  }

  async import(): Promise<void> {
    const model = await importModel(this.requests);
    if (!model) return;
    this.#changed.fire();
    await this.#offer(t('imported {0} ({1}).', model.name, model.description), model);
  }

  async download(): Promise<void> {
    const model = await downloadModel(this.requests);
    if (!model) return;
    this.#changed.fire();
    await this.#offer(t('downloaded {0} ({1}).', model.name, model.description), model);
  }

  /** Makes a model the one that reads documents; asks which one if it is not told. */
  async use(argument: unknown): Promise<void> {
    const place = typeof argument === 'string' ? argument : (await this.#pick(undefined, t('Use This Model')))?.folder;
    if (place !== undefined) await useModel(this.requests, place);
  }

  async export(argument: unknown): Promise<void> {
    const model = await this.#pick(argument, t('Export Model'));
    if (model) await exportModel(this.requests, model);
  }

  async reveal(argument: unknown): Promise<void> {
    const title = t('Reveal Model in File Explorer');
    const model = await pickModel(this.requests, argument, { title, fits: () => true });
    if (model) await revealInExplorer(model.folder, model.name);
  }

  /** Asks whether it is meant; the model that comes with the product takes the place of one that reads documents. */
  async delete(argument: unknown): Promise<void> {
    const title = t('Delete Model');
    const model = await pickModel(this.requests, argument, { title, fits: ({ embedded }) => !embedded });
    if (!model) return;
    const inUse = model.folder === this.requests.inUse;
    const { message, detail } = deletionQuestion(model, inUse);
    const yes = t('Delete');
    if ((await window.showWarningMessage(unlinked(message), { modal: true, detail }, yes)) !== yes) return;
    if (inUse) {
      await writeModel({ name: '', embedded: true });
      await this.requests.untilReleased(model.folder);
    }
    const bytes = await this.requests.remove(model.name).finally(() => this.#changed.fire());
    void tell(t('deleted {0}; {1} are free again.', model.name, byteWords(bytes)));
  }

  /** To be told of models that came or went by other ways: a run has ended. */
  changed(): void {
    this.#changed.fire();
  }

  #pick(argument: unknown, title: string): Promise<ModelDetails | undefined> {
    return pickModel(this.requests, argument, { title, fits: ({ broken }) => !broken });
  }

  async #offer(told: string, { folder }: ListedModel): Promise<void> {
    const use = t('Use It');
    if ((await tell(told, use)) === use) await useModel(this.requests, folder);
  }
}
