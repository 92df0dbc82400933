import { commands, type Disposable, type Memento, type TextEditor, window } from 'vscode';
import type { DocumentConcepts, DocumentEntities } from '../protocol.ts';
import type { Connection } from './connection.ts';
import { OverlapDecorations } from './decorations.ts';
import { EntitiesView } from './entities-view.ts';
import { activePaper, isPaper } from './papers.ts';
import { StatusBar } from './status-bar.ts';
import { documentState, type Summary } from './summary.ts';

/** Under which key it is remembered whether the Entities view goes by concept. */
const byConceptKey = 'entitiesByConcept';

/** Shows what the server says: in the status bar, the Entities view and where entities overlap in the text. */
export class Display implements Disposable {
  readonly #connection: Connection;
  readonly #view = new EntitiesView();
  readonly #statusBar = new StatusBar();
  readonly #decorations = new OverlapDecorations();
  readonly #contexts = new Map<string, unknown>();
  readonly #listeners: readonly Disposable[];
  /** URI of the document in the Entities view. */
  #viewed: string | undefined;

  readonly #memory: Memento;

  /** @param memory keeps how the Entities view was last set. */
  constructor(connection: Connection, memory: Memento) {
    this.#connection = connection;
    this.#memory = memory;
    const update = () => this.#update();
    this.#listeners = [
      connection.onDidChange(update),
      window.onDidChangeActiveTextEditor(update),
      window.onDidChangeVisibleTextEditors(update),
    ];
    this.#setContext('gerbera.active', true);
    update();
  }

  get summary(): Summary {
    const { status, highlighting } = this.#connection;
    const editor = activePaper();
    const found = editor && this.#entitiesOf(editor);
    const excluded = found?.read === false && highlighting;
    const counted = editor && !excluded;
    const entities = counted && { count: found?.entities.length ?? 0, complete: found?.complete ?? false };
    return { status, highlighting, entities: entities || undefined, excluded };
  }

  /** Whether the Entities view goes by concept rather than by mention. */
  get byConcept(): boolean {
    return this.#memory.get(byConceptKey, false);
  }

  async setByConcept(byConcept: boolean): Promise<void> {
    await this.#memory.update(byConceptKey, byConcept);
    this.#viewed = undefined;
    this.#update();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#setContext('gerbera.active', false);
    this.#view.dispose();
    this.#statusBar.dispose();
    this.#decorations.dispose();
  }

  #update(): void {
    const { summary } = this;
    this.#statusBar.show(summary);
    this.#setContext('gerbera.highlighting', summary.highlighting);
    this.#setContext('gerbera.document', documentState(summary));
    this.#setContext('gerbera.entitiesBy', this.byConcept ? 'concept' : 'mention');
    for (const editor of window.visibleTextEditors) {
      const found = isPaper(editor.document) ? this.#entitiesOf(editor) : undefined;
      // A document of another language, or one whose server has ended, has none; while an edit is read they stay.
      if (!found) this.#decorations.clear(editor);
      else if (isOf(found, editor)) this.#decorations.show(editor, found.entities);
    }
    this.#updateView(activePaper());
  }

  /** While an edit is being read, or its mentions are being linked, the view keeps what it shows of the document. */
  #updateView(editor: TextEditor | undefined): void {
    const uri = editor?.document.uri.toString();
    const found = editor && this.#entitiesOf(editor);
    const stale = editor && found && !isOf(found, editor);
    const concepts = uri !== undefined && this.byConcept ? this.#connection.conceptsOf(uri) : undefined;
    if ((stale || isBehind(concepts, found)) && uri === this.#viewed) return;
    this.#viewed = uri;
    const linked = concepts && concepts.version === found?.version ? concepts.concepts : [];
    this.#view.show(editor?.document, stale ? [] : (found?.entities ?? []), this.byConcept ? linked : undefined);
  }

  #entitiesOf(editor: TextEditor): DocumentEntities | undefined {
    return this.#connection.entitiesOf(editor.document.uri.toString());
  }

  #setContext(key: string, value: unknown): void {
    if (this.#contexts.get(key) === value) return;
    this.#contexts.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}

/** Whether the concepts of what has been read are still to come. */
function isBehind(concepts: DocumentConcepts | undefined, found: DocumentEntities | undefined): boolean {
  if (!concepts || !found || concepts.concepts.length === 0 || found.entities.length === 0) return false;
  return concepts.version < found.version;
}

/** Whether entities are those of the text in the editor: none at all are of any text. */
function isOf({ version, entities }: DocumentEntities, { document }: TextEditor): boolean {
  return version === document.version || entities.length === 0;
}
