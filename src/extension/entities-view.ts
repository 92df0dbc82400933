import {
  type Disposable,
  EventEmitter,
  type TextDocument,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import type { Entity } from '../core/entity.ts';
import { tokenTypeOf } from '../protocol.ts';
import { groupMentions, type Mention, type MentionGroup } from './mentions.ts';

/** Where an entity stands: the argument of `gerbera.revealEntity`. */
export interface Place {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

type Node =
  | { readonly kind: 'type'; readonly group: MentionGroup }
  | { readonly kind: 'mention'; readonly type: string; readonly mention: Mention }
  | { readonly kind: 'place'; readonly type: string; readonly entity: Entity };

/** How long the view waits for further changes before it is drawn anew (ms). */
const calm = 100;

/** The view of a document's entities: type, mentions, places. */
export class EntitiesView implements TreeDataProvider<Node>, Disposable {
  readonly #changed = new EventEmitter<void>();
  /** VS Code listens from the moment the view is created, so this comes before it. */
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView<Node>('gerbera.entities', { treeDataProvider: this, showCollapseAll: true });
  #document: TextDocument | undefined;
  #groups: readonly MentionGroup[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Shows the entities of a document, or none. */
  show(document: TextDocument | undefined, entities: readonly Entity[]): void {
    this.#document = document;
    this.#groups = groupMentions(entities);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#view.description = this.#groups.length > 0 ? nameOf(this.#document) : '';
      this.#changed.fire();
    }, calm);
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.#groups.map((group) => ({ kind: 'type', group }));
    if (node.kind === 'type') {
      const { type, mentions } = node.group;
      return mentions.map((mention) => ({ kind: 'mention', type, mention }));
    }
    if (node.kind === 'place') return [];
    return node.mention.places.map((entity) => ({ kind: 'place', type: node.type, entity }));
  }

  getTreeItem(node: Node): TreeItem {
    if (node.kind === 'type') return this.#typeItem(node.group);
    return node.kind === 'mention' ? this.#mentionItem(node.type, node.mention) : this.#placeItem(node.entity);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }

  #typeItem({ type, count }: MentionGroup): TreeItem {
    const item = new TreeItem(type, TreeItemCollapsibleState.Expanded);
    item.id = type;
    item.description = String(count);
    item.iconPath = new ThemeIcon('circle-filled', new ThemeColor(`gerbera.${tokenTypeOf(type)}`));
    return item;
  }

  #mentionItem(type: string, { text, places }: Mention): TreeItem {
    const several = places.length > 1;
    const state = several ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
    const item = new TreeItem(text, state);
    item.id = JSON.stringify([type, text]);
    item.description = several ? String(places.length) : this.#lineOf(places[0]);
    item.tooltip = `${text}: ${type}, ${several ? `${places.length} places` : scoreOf(places[0])}`;
    this.#jump(item, places[0]);
    return item;
  }

  #placeItem(entity: Entity): TreeItem {
    const item = new TreeItem(this.#lineOf(entity));
    item.description = this.#contextOf(entity);
    item.tooltip = scoreOf(entity);
    this.#jump(item, entity);
    return item;
  }

  #jump(item: TreeItem, entity: Entity | undefined): void {
    if (!entity || !this.#document) return;
    const place: Place = { uri: this.#document.uri.toString(), start: entity.start, end: entity.end };
    item.command = { command: 'gerbera.revealEntity', title: 'Go to Entity', arguments: [place] };
  }

  #lineOf(entity: Entity | undefined): string {
    return entity && this.#document ? `line ${this.#document.positionAt(entity.start).line + 1}` : '';
  }

  /** The words around a place. */
  #contextOf({ start, end }: Entity): string {
    const text = this.#document?.getText() ?? '';
    const before = text.slice(Math.max(0, start - 25), start).replace(/^\S*\s/, '');
    const after = text.slice(end, end + 25).replace(/\s\S*$/, '');
    return `${before}${text.slice(start, end)}${after}`.replace(/\s+/g, ' ').trim();
  }
}

function scoreOf(entity: Entity | undefined): string {
  return entity ? `score ${entity.score.toFixed(2)}` : '';
}

function nameOf(document: TextDocument | undefined): string {
  return document?.uri.path.split('/').at(-1) ?? '';
}
