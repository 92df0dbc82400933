import {
  type CancellationToken,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Sentence } from '../../core/words.ts';
import { readSentences } from '../../text/reader.ts';
import { betweenWords } from '../completion-trigger.ts';
import type { ConceptSearch, FoundConcept } from '../concepts/concept-search.ts';
import type { ConceptDescriber } from '../concepts/describer.ts';
import { mentionsIn } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Paper } from '../papers.ts';
import type { ShownText } from './shown-text.ts';

/** Concepts in one list; more letters bring others. */
const most = 25;

/** Nobody types more of a name (characters). */
const longest = 80;

/** Completes names and identifiers of concepts after a trigger that the settings name: `::park`. */
export class CompletionProvider {
  readonly #concepts: PaperConcepts;
  readonly #search: ConceptSearch;
  readonly #describer: ConceptDescriber;
  readonly #documentation: ShownText;

  /** @param documentation how the client shows what a concept is. */
  constructor(concepts: PaperConcepts, search: ConceptSearch, describer: ConceptDescriber, documentation: ShownText) {
    this.#concepts = concepts;
    this.#search = search;
    this.#describer = describer;
    this.#documentation = documentation;
  }

  async provide(
    { textDocument, position, context }: CompletionParams,
    token: CancellationToken,
  ): Promise<CompletionList | undefined> {
    const paper = await this.#concepts.current(textDocument.uri, token);
    if (!paper) return undefined;
    const { document, settings } = paper;
    const line = document.getText({ start: { line: position.line, character: 0 }, end: position });
    const typed = settings['concepts.link'] ? typedAfter(settings['concepts.completionTrigger'], line) : undefined;
    if (typed === undefined) return undefined;
    const range = { start: { line: position.line, character: position.character - typed.length }, end: position };
    const name = typed.slice(settings['concepts.completionTrigger'].length);
    // A trigger alone is no sentence: what it would be part of is read as if a name began there.
    const sentences = name === '' ? sentencesWith('x', document, position) : paper.sentences;
    if (!isProse(sentences, document.offsetAt(range.start))) return undefined;
    // Whoever types on behind a trigger that is none, as in `std::sort of`, is only offered names that go on so.
    const goesOn = betweenWords.includes(context?.triggerCharacter ?? '');
    const found = name === '' ? this.#mentioned(paper) : this.#search.complete(name, most, goesOn);
    const items = found.flatMap((each) => itemsOf(each, range, typed));
    if (items.length === 0 && name === '') items.push(invitation(range, typed));
    // Clients sort by `sortText`: the order is the store's.
    items.forEach((item, index) => {
      item.sortText = String(index).padStart(3, '0');
    });
    return { isIncomplete: true, items };
  }

  /** What an item's concept is. */
  resolve(item: CompletionItem): CompletionItem {
    const identifiers: unknown = item.data;
    if (!Array.isArray(identifiers) || !identifiers.every((each) => typeof each === 'string')) return item;
    const { kind, markup } = this.#documentation;
    return { ...item, documentation: { kind, value: this.#describer.concept(identifiers, markup) } };
  }

  /** Before anything is typed: what the paper mentions, the most frequent first. */
  #mentioned(paper: Paper): readonly FoundConcept[] {
    return [...mentionsIn(this.#concepts, paper)]
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, most)
      .flatMap(([identifier]) => {
        const concept = this.#concepts.joined(identifier);
        return concept ? { concept, matched: concept.name } : [];
      });
  }
}

/** The last trigger in a line and what follows it; undefined if there is none, or what follows begins with a space. */
function typedAfter(trigger: string, line: string): string | undefined {
  const at = trigger === '' ? -1 : line.lastIndexOf(trigger);
  if (at < 0) return undefined;
  const typed = line.slice(at);
  return typed.length > longest + trigger.length || /^\s/.test(typed.slice(trigger.length)) ? undefined : typed;
}

/** Whether a character is part of a word that is read: it is not code, a link's address or mathematics. */
function isProse(sentences: readonly Sentence[], offset: number): boolean {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentences[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return sentences[low]?.words.some(({ start, end }) => start <= offset && offset < end) === true;
}

/** The sentences that a document has with more typed at a position. */
function sentencesWith(more: string, document: TextDocument, position: Position): readonly Sentence[] {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const language = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
  return readSentences(text.slice(0, offset) + more + text.slice(offset), language);
}

/** Stands where there is nothing to offer yet: editors do not ask again while a name is typed if the list was empty. */
function invitation(range: Range, typed: string): CompletionItem {
  const label = 'Type the beginning of a name or of an identifier';
  return { label, filterText: typed, kind: CompletionItemKind.Text, textEdit: { range, newText: typed } };
}

/** One item inserts the name, the other the identifier. */
function itemsOf({ concept, matched }: FoundConcept, range: Range, typed: string): CompletionItem[] {
  const { name, concept: identifier, identifiers } = concept;
  const also = matched.toLowerCase() === name.toLowerCase() ? '' : ` ${matched}`;
  // The client filters by what was typed, which need not be in the name.
  const common = { filterText: typed, data: identifiers };
  return [
    {
      ...common,
      label: name,
      labelDetails: { detail: also, description: identifier },
      detail: identifier,
      kind: CompletionItemKind.Value,
      textEdit: { range, newText: name },
    },
    {
      ...common,
      label: identifier,
      labelDetails: { description: name },
      detail: name,
      kind: CompletionItemKind.Reference,
      textEdit: { range, newText: identifier },
    },
  ];
}
