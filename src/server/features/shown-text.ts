import type { MarkupKind } from 'vscode-languageserver/node';
import type { Markup } from '../../concepts/describe/markup.ts';

/** How a client shows text. */
export interface ShownText {
  readonly kind: MarkupKind;
  readonly markup: Markup;
}
