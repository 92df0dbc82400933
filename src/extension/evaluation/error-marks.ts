import {
  type Disposable,
  MarkdownString,
  OverviewRulerLane,
  Range,
  Selection,
  type TextEditor,
  type TextEditorDecorationType,
  TextEditorRevealType,
  ThemeColor,
  window,
  workspace,
} from 'vscode';

/** Characters between the spans and the end of their line, behind which the legend stands. */
const longestRest = 80;

/** The two spans of an error in an editor, and what is said of them. */
export interface MarkedError {
  readonly gold: Range | undefined;
  readonly found: Range | undefined;
  readonly legend: string;
}

/**
 * Marks one error in the text, as the report does: the gold span with a line below it, the predicted one with a ground of
 * its own and a dashed frame, and after the line what they are. The shapes differ, so that colours need not be told apart.
 * The marks go with the next error, with an edit, and when the cursor leaves their lines.
 */
export class ErrorMarks implements Disposable {
  readonly #found = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.findMatchHighlightBackground'),
    outline: '2px dashed',
    outlineColor: new ThemeColor('editorWarning.foreground'),
    overviewRulerColor: new ThemeColor('editorWarning.foreground'),
    overviewRulerLane: OverviewRulerLane.Right,
  });
  /** After the other, so that its line is drawn above the ground. */
  readonly #gold = window.createTextEditorDecorationType({
    border: '0 solid',
    borderWidth: '0 0 3px 0',
    borderColor: new ThemeColor('charts.blue'),
    overviewRulerColor: new ThemeColor('charts.blue'),
    overviewRulerLane: OverviewRulerLane.Center,
  });
  readonly #legend = window.createTextEditorDecorationType({
    after: { margin: '0 1em 0 1em', color: new ThemeColor('editorCodeLens.foreground'), fontStyle: 'italic' },
  });
  readonly #listeners: readonly Disposable[];
  readonly #changed: (shown: boolean) => void;
  #status: Disposable | undefined;
  #shown: { readonly editor: TextEditor; readonly lines: Range } | undefined;

  /** @param changed hears whether an error is marked. */
  constructor(changed: (shown: boolean) => void) {
    this.#changed = changed;
    this.#listeners = [
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const { editor, lines } = this.#shown ?? {};
        if (textEditor === editor && !selections.some(({ active }) => lines?.contains(active))) this.clear();
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#shown?.editor.document === document) this.clear();
      }),
      window.onDidChangeVisibleTextEditors((editors) => {
        if (this.#shown && !editors.includes(this.#shown.editor)) this.clear();
      }),
    ];
  }

  /** Shows an error, with the cursor at its beginning. */
  show(editor: TextEditor, { gold, found, legend }: MarkedError): void {
    this.clear();
    const spans = [gold, found].flatMap((range) => range ?? []);
    const [first, ...others] = spans;
    if (!first) return;
    const all = others.reduce((union, range) => union.union(range), first);
    const lineEnd = editor.document.lineAt(all.end.line).range.end;
    // Behind a long line nobody would look for it.
    const end = lineEnd.character - all.end.character > longestRest ? all.end : lineEnd;
    this.#shown = { editor, lines: new Range(all.start.line, 0, lineEnd.line, Number.MAX_SAFE_INTEGER) };
    editor.selection = new Selection(all.start, all.start);
    editor.revealRange(all, TextEditorRevealType.InCenterIfOutsideViewport);
    // Types are texts of the corpus: they are no Markdown.
    const hoverMessage = new MarkdownString().appendText(legend);
    const marks = (range: Range | undefined) => (range ? [{ range, hoverMessage }] : []);
    editor.setDecorations(this.#gold, marks(gold));
    editor.setDecorations(this.#found, marks(found));
    editor.setDecorations(this.#legend, [
      { range: new Range(end, end), renderOptions: { after: { contentText: legend } } },
    ]);
    // Where the editor is narrow the legend is cut.
    this.#status = window.setStatusBarMessage(legend.replaceAll('$(', '$ ('));
    this.#changed(true);
  }

  clear(): void {
    if (!this.#shown) return;
    this.#status?.dispose();
    for (const type of this.#types) this.#shown.editor.setDecorations(type, []);
    this.#shown = undefined;
    this.#changed(false);
  }

  dispose(): void {
    this.#status?.dispose();
    for (const disposable of [...this.#listeners, ...this.#types]) disposable.dispose();
  }

  get #types(): readonly TextEditorDecorationType[] {
    return [this.#gold, this.#found, this.#legend];
  }
}
