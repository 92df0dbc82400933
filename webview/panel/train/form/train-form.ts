import type { CorpusRole, PanelUpdate } from '../../../../src/protocol/panel.ts';
import type { TrainingRequest } from '../../../../src/protocol/training.ts';
import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import { TextInput } from '../../field.ts';
import type { Page } from '../../page.ts';
import { BaseChoice } from './base-choice.ts';
import type { CorpusUse } from './corpus-check.ts';
import { CorpusList, type CorpusListTexts } from './corpus-list.ts';
import { EstimateSection } from './estimate-section.ts';
import { Estimator } from './estimator.ts';
import { HyperSection } from './hyper-section.ts';
import { Knowledge } from './knowledge.ts';
import { MethodChoice } from './method-choice.ts';
import { isPath } from './output-name.ts';
import { type FormPart, type FormReading, readForm } from './request.ts';
import { corporaOf, type FormState, formOf } from './state.ts';

/** What is to be trained, from what, on what. */
export class TrainForm {
  readonly root = element('div', { class: 'form' });
  readonly #page: Page;
  readonly #keep: (state: FormState) => void;
  readonly #knowledge: Knowledge;
  readonly #estimator: Estimator;
  readonly #method = new MethodChoice((method) => this.#change({ method }));
  readonly #lists: Readonly<Record<CorpusUse, CorpusList>>;
  readonly #base = new BaseChoice((base) => this.#change({ base }));
  readonly #output: TextInput;
  readonly #hyper: HyperSection;
  readonly #estimate = new EstimateSection();
  readonly #problems = element('div', { role: 'alert' });
  readonly #start = element('vscode-button', { id: 'train-start' }, t('Start Training'));
  readonly #ask = element('vscode-button', { appearance: 'secondary' }, t('Estimate Time and Memory'));
  readonly #copy = element('vscode-button', { appearance: 'secondary' }, t('Copy Command Line'));
  #state: FormState;
  /** Whether somebody has tried to start: what is missing is told from then on. */
  #tried = false;
  /** What is to be done with the request when the corpora have been read. */
  #pending: ((request: TrainingRequest) => void) | undefined;

  /** @param keep told of what stands in the form, with every change. */
  constructor(page: Page, state: FormState, keep: (state: FormState) => void) {
    this.#page = page;
    this.#state = state;
    this.#keep = keep;
    this.#knowledge = new Knowledge(page);
    this.#estimator = new Estimator(page, () => this.#show());
    this.#output = new TextInput({ id: 'train-output', label: t('Name of the model, or a folder') }, (output) =>
      this.#change({ output }),
    );
    this.#hyper = new HyperSection(
      (name, text) => this.#enter(name, text),
      () => this.#change({ hyper: {} }),
    );
    const texts = listTexts();
    this.#lists = {
      target: this.#list('target', texts.target),
      general: this.#list('general', texts.general),
      corpora: this.#list('corpora', texts.corpora),
    };
    this.#ask.addEventListener('click', () => this.#whenWhole((request) => this.#estimator.estimate(request)));
    this.#start.addEventListener('click', () => this.#whenWhole((request) => this.#estimator.start(request)));
    this.#copy.addEventListener('click', () =>
      this.#whenWhole((request) => page.post({ kind: 'copyCommand', request })),
    );
    this.root.append(
      element('h2', {}, t('Train a model')),
      this.#method.root,
      ...[this.#lists.target, this.#lists.corpora, this.#lists.general].map(({ root }) => root),
      this.#base.root,
      element('section', {}, this.#output.root),
      this.#hyper.root,
      this.#estimate.root,
      this.#problems,
      element('div', { class: 'actions' }, this.#start, this.#ask, this.#copy),
    );
    this.#show();
  }

  receive(update: PanelUpdate): void {
    if (update.kind === 'fill') this.#change(formOf(update.request));
    else if (update.kind === 'chosen') this.#chosen(update.role, update.place);
    else if (this.#knowledge.receive(update) || this.#estimator.receive(update)) {
      this.#show();
      // What is to be minded before the start, or why it is none, stands above the buttons, which it has moved down.
      if (update.kind === 'estimate' || update.kind === 'problem') this.#start.scrollIntoView({ block: 'nearest' });
    }
  }

  #chosen(role: CorpusRole, place: string): void {
    if (role === 'target' || role === 'general' || role === 'corpora') this.#add(role, place);
  }

  #add(use: CorpusUse, place: string): void {
    const { generals, corpora } = this.#state;
    this.#knowledge.forget(place);
    if (use === 'target') this.#change({ target: place });
    else if (use === 'general') this.#change({ generals: [...new Set([...generals, place])] });
    else this.#change({ corpora: [...new Set([...corpora, place])] });
  }

  #list(use: CorpusUse, texts: CorpusListTexts): CorpusList {
    const without = (places: readonly string[], place: string) => places.filter((each) => each !== place);
    return new CorpusList(use, texts, {
      add: (place) => this.#add(use, place),
      remove: (place) => {
        const { generals, corpora, alone } = this.#state;
        if (use === 'general') this.#change({ generals: without(generals, place) });
        else this.#change({ corpora: without(corpora, place), alone: without(alone, place) });
      },
      browse: () => this.#page.post({ kind: 'chooseCorpus', role: use, what: 'folder' }),
      again: (place) => {
        this.#knowledge.forget(place);
        this.#show();
      },
      alone: (place, wanted) => {
        const others = without(this.#state.alone, place);
        this.#change({ alone: wanted ? [...others, place] : others });
      },
    });
  }

  #enter(name: string, text: string): void {
    const { [name]: _, ...others } = this.#state.hyper;
    this.#change({ hyper: text === '' ? others : { ...others, [name]: text } });
  }

  #change(change: Partial<FormState>): void {
    this.#state = { ...this.#state, ...change };
    this.#pending = undefined;
    this.#keep(this.#state);
    this.#show();
  }

  /** Does what was asked for while corpora were being read, once they are. */
  #goOn({ waiting }: FormReading): void {
    const act = this.#pending;
    if (!act || waiting) return;
    this.#pending = undefined;
    this.#whenWhole(act);
  }

  #show(): void {
    const { targets, generals, corpora } = corporaOf(this.#state);
    for (const place of [...targets, ...generals, ...corpora]) this.#knowledge.ask(place);
    const reading = readForm(this.#state, this.#knowledge);
    const { method, alone, output, hyper } = this.#state;
    this.#method.show(method);
    const chosen = { target: method === 'multi' ? [] : targets, general: generals, corpora };
    for (const use of ['target', 'general', 'corpora'] as const) {
      const problem = this.#tried || chosen[use].length > 0 ? reading.problems.get(use) : undefined;
      const { places, corpus: known } = this.#knowledge;
      this.#lists[use].show({ chosen: chosen[use], alone, places, known, problem });
    }
    this.#lists.target.root.hidden = method === 'multi';
    this.#lists.corpora.root.hidden = method !== 'multi';
    this.#lists.general.root.hidden = method === 'single';
    this.#base.show(this.#knowledge.bases, reading.base, this.#tried ? reading.problems.get('base') : undefined);
    this.#output.show(output, reading.output);
    this.#output.note(this.#whereTo(reading.output));
    this.#output.refuse(reading.problems.get('output'));
    this.#hyper.show(reading.hyper, hyper, reading.problems);
    this.#showEstimate(reading);
    this.#goOn(reading);
  }

  #showEstimate({ request, problems }: FormReading): void {
    this.#estimator.use(request);
    this.#estimate.show(this.#pending ? { kind: 'reading' } : this.#estimator.state);
    const { busy } = this.#estimator;
    // One that is disabled would lose the focus, and with it where a person was; while it is busy it does nothing.
    this.#start.setAttribute('aria-disabled', String(busy));
    this.#start.textContent = busy ? t('Starting …') : this.#estimator.warned ? t('Start Anyway') : t('Start Training');
    if (request || !this.#tried) this.#problems.replaceChildren();
    else if (problems.size > 0 && this.#problems.childElementCount > 0) this.#tellProblems(problems);
  }

  /** Where the model will lie. */
  #whereTo(output: string): string {
    const { libraryFolder } = this.#knowledge.taken;
    if (output === '' || isPath(output)) return t('A name puts it in your library, where it can be used at once.');
    return t('It is saved in your library as {0}, where it can be used at once: {1}', output, libraryFolder);
  }

  /** Does something with the request, or tells what is missing and goes there. */
  #whenWhole(act: (request: TrainingRequest) => void): void {
    this.#tried = true;
    this.#show();
    const { request, problems, waiting } = readForm(this.#state, this.#knowledge);
    if (request) act(request);
    else if (problems.size === 0 && waiting) {
      this.#pending = act;
      this.#page.announce(t('The corpora are still being read.'));
      this.#show();
    } else {
      this.#tellProblems(problems);
      this.#focus([...problems.keys()]);
    }
  }

  #tellProblems(problems: FormReading['problems']): void {
    const texts = [...new Set(problems.values())].map((text) => element('li', {}, text));
    this.#problems.replaceChildren(
      element(
        'div',
        { class: 'alert' },
        icon('failed'),
        element('div', {}, element('strong', {}, t('Before it can start:')), element('ul', {}, ...texts)),
      ),
    );
  }

  #focus(parts: readonly FormPart[]): void {
    const order: readonly FormPart[] = ['target', 'general', 'corpora', 'base', 'output'];
    const part = order.find((each) => parts.includes(each)) ?? parts[0];
    if (part === 'target' || part === 'general' || part === 'corpora') this.#lists[part].focus();
    else if (part === 'base') this.#base.focus();
    else if (part === 'output') this.#output.control.focus();
    else if (part !== undefined) this.#hyper.focus(part);
  }
}

function listTexts(): Readonly<Record<CorpusUse, CorpusListTexts>> {
  return {
    target: {
      title: t('Target corpus'),
      note: t(
        'What the model is to do well on: a folder with a train and a devel part, and a test part if there is one.',
      ),
    },
    general: {
      title: t('General corpora'),
      note: t('Named entities of general text, such as news or the web: they teach where names begin and end.'),
    },
    corpora: {
      title: t('Corpora'),
      note: t('All are learnt from together; a corpus teaches only the types that it labels.'),
    },
  };
}
