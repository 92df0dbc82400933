import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import { type CorpusPart, type CorpusSummary, tokenTypeOf } from '../../../src/protocol.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { Choice } from '../field.ts';
import type { Page } from '../page.ts';
import { type Places, placeOptions } from '../place-options.ts';
import { numberText } from '../words.ts';
import type { EvaluateState } from './kept.ts';
import { partProblem, partText, preferredPart } from './parts.ts';

/** The corpus and its part. */
export class CorpusChoice {
  readonly root = element('div', { class: 'corpus-choice' });
  readonly #page: Pick<Page, 'post'>;
  readonly #change: (change: Partial<EvaluateState>) => void;
  readonly #corpus: Choice;
  readonly #part: Choice;
  readonly #about = element('p', { class: 'note', role: 'status' });
  readonly #types = element('span', { class: 'types' });
  #places: Places = [];
  #described: Extract<PanelUpdate, { readonly kind: 'corpus' }> | undefined;
  #asked = '';

  /** @param change told of the place and the part that are chosen. */
  constructor(page: Pick<Page, 'post'>, change: (change: Partial<EvaluateState>) => void) {
    this.#page = page;
    this.#change = change;
    this.#corpus = new Choice({ id: 'evaluate-corpus', label: t('Corpus') }, (place) => this.#choose(place));
    this.#part = new Choice({ id: 'evaluate-part', label: t('Part') }, (split) => change({ split }));
    const dialogs = (['folder', 'file'] as const).map((what) => {
      const text = what === 'folder' ? t('Folder …') : t('File …');
      const button = element('vscode-button', { appearance: 'secondary' }, text);
      button.addEventListener('click', () => page.post({ kind: 'chooseCorpus', role: 'evaluate', what }));
      return button;
    });
    this.root.append(
      element('div', { class: 'pick' }, this.#corpus.root, ...dialogs),
      this.#about,
      this.#part.root,
      this.#types,
    );
  }

  focus(): void {
    this.#corpus.control.focus();
  }

  /** The part that is evaluated; undefined while the corpus is not known, or cannot be. */
  part({ split }: Pick<EvaluateState, 'split'>): CorpusPart | undefined {
    const corpus = this.#described?.corpus;
    const part = corpus && preferredPart(corpus, split);
    return part && partProblem(part) === undefined ? part : undefined;
  }

  /** Whether an update has to do with it. */
  receive(update: PanelUpdate, place: string): boolean {
    if (update.kind === 'places') this.#places = update.places;
    else if (update.kind === 'chosen' && update.role === 'evaluate') this.#choose(update.place);
    else if (update.kind === 'corpus' && update.place === place) this.#described = update;
    else return false;
    return true;
  }

  show({ place, split }: EvaluateState): void {
    if (place !== this.#asked) this.#describe(place);
    this.#corpus.show(placeOptions(this.#places, [place], t('None is known: choose a folder or a file')), place);
    const { corpus, problem } = this.#described ?? {};
    const part = corpus && preferredPart(corpus, split);
    this.#corpus.refuse(problem ?? (part && partProblem(part)));
    this.#corpus.note(place);
    this.#tell(place === '' || this.#described ? '' : t('The corpus is being read …'));
    this.#part.root.hidden = part === undefined || corpus?.parts.length === 1;
    if (corpus)
      this.#part.show(
        corpus.parts.map((each) => [each.split ?? '', partText(each)]),
        part?.split ?? '',
      );
    this.#types.replaceChildren(...(corpus && part ? typesOf(part, corpus) : []));
  }

  #choose(place: string): void {
    // What was read of a place may be other now.
    this.#asked = '';
    this.#change({ place, split: undefined });
  }

  #describe(place: string): void {
    this.#asked = place;
    this.#described = undefined;
    if (place !== '') this.#page.post({ kind: 'describeCorpus', place });
  }

  #tell(text: string): void {
    if (this.#about.textContent !== text) this.#about.textContent = text;
    this.#about.hidden = text === '';
  }
}

/** Mentions of a part by their types, most frequent first, with the colours of documents. */
function typesOf({ mentions, complete }: CorpusPart, { mapping }: CorpusSummary): readonly HTMLElement[] {
  const types = Object.entries(mentions).sort(([, a], [, b]) => b - a);
  return types.map(([type, count]) => {
    const name = element('span', { class: 'type' }, `${type} ${numberText(count)}${complete ? '' : '+'}`);
    name.style.setProperty('--type-color', `var(--vscode-gerbera-${tokenTypeOf(mapping[type] ?? type)})`);
    return name;
  });
}
