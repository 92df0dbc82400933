import * as v from 'valibot';
import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import { text } from '../../../src/protocol/schema.ts';
import { element } from '../../element.ts';
import type { Page, TabMaker } from '../page.ts';
import { emptyForm, formState } from './form/state.ts';
import { TrainForm } from './form/train-form.ts';
import { RunView } from './run/run-view.ts';

const keptState = v.object({
  form: v.fallback(formState, emptyForm),
  /** The run that is looked at; absent while the form is. */
  run: v.fallback(v.optional(text), undefined),
});
type KeptState = v.InferOutput<typeof keptState>;

/** A form for what is to be trained, and what becomes of it. */
export const trainTab: TabMaker = (page) => new TrainTab(page);

class TrainTab {
  readonly root = element('div', { class: 'train' });
  readonly #page: Page;
  readonly #form: TrainForm;
  readonly #run: RunView;
  #kept: KeptState;

  constructor(page: Page) {
    this.#page = page;
    const kept = v.safeParse(keptState, page.kept('train'));
    this.#kept = kept.success ? kept.output : { form: emptyForm, run: undefined };
    this.#form = new TrainForm(page, this.#kept.form, (form) => this.#keep({ ...this.#kept, form }));
    this.#run = new RunView(page, () => this.#look(undefined));
    this.root.append(this.#form.root, this.#run.root);
    this.#look(this.#kept.run);
  }

  receive(update: PanelUpdate): void {
    this.#form.receive(update);
    this.#run.receive(update);
    if (update.kind === 'started') this.#look(update.run);
    if (update.kind === 'show' && update.tab === 'train' && update.run !== undefined) this.#look(update.run);
    if (update.kind === 'fill') this.#look(undefined);
  }

  shown(): void {
    this.#run.shown();
  }

  /** Looks at a run, or at the form. */
  #look(run: string | undefined): void {
    this.#keep({ ...this.#kept, run });
    this.#form.root.hidden = run !== undefined;
    this.#run.look(run);
  }

  #keep(kept: KeptState): void {
    this.#kept = kept;
    this.#page.keep('train', kept);
  }
}
