import { type Disposable, Range, type TextEditor, type TextEditorDecorationType, ThemeColor, window } from 'vscode';
import type { Entity } from '../core/entity.ts';
import { type TokenType, tokenTypeOf, tokenTypes } from '../protocol.ts';
import { hiddenEntities } from './overlaps.ts';

/** Underlines entities in their type's colour where the colour of the text is another type's. */
export class OverlapDecorations implements Disposable {
  readonly #types: ReadonlyMap<TokenType, TextEditorDecorationType> = new Map(
    tokenTypes.map((type) => [
      type,
      window.createTextEditorDecorationType({
        border: '0 solid',
        borderColor: new ThemeColor(`gerbera.${type}`),
        borderWidth: '0 0 2px 0',
      }),
    ]),
  );

  /** Editors in which something is underlined. */
  readonly #underlined = new WeakSet<TextEditor>();

  show(editor: TextEditor, entities: readonly Entity[]): void {
    const hidden = hiddenEntities(entities);
    if (hidden.length === 0) {
      this.clear(editor);
      return;
    }
    this.#underlined.add(editor);
    for (const [type, decoration] of this.#types) {
      const ranges = hidden
        .filter((entity) => tokenTypeOf(entity.type) === type)
        .map(({ start, end }) => new Range(editor.document.positionAt(start), editor.document.positionAt(end)));
      editor.setDecorations(decoration, ranges);
    }
  }

  clear(editor: TextEditor): void {
    if (!this.#underlined.delete(editor)) return;
    for (const decoration of this.#types.values()) editor.setDecorations(decoration, []);
  }

  dispose(): void {
    for (const decoration of this.#types.values()) decoration.dispose();
  }
}
