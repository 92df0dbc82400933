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
import { type MentionedConcept, tokenTypeOf } from '../protocol.ts';
import { type ConceptGroup, groupConcepts, type TypeGroup } from './concept-groups.ts';
import type { Mention } from './mentions.ts';
import type { Place } from './place.ts';
import { t } from './texts.ts';

/** What commands of the context menu are given; see `targetOf`. */
interface Target {
  /** Of its first entity. */
  readonly place?: Place | undefined;
  /** Of the concept. */
  readonly identifiers?: readonly string[];
}

type Node = Target &
  (
    | { readonly kind: 'type'; readonly group: TypeGroup }
    | { readonly kind: 'concept'; readonly type: string; readonly group: ConceptGroup }
    | { readonly kind: 'unlinked'; readonly type: string; readonly mentions: readonly Mention[] }
    | { readonly kind: 'mention'; readonly type: string; readonly mention: Mention; readonly above: string }
    | { readonly kind: 'place'; readonly type: string; readonly entity: Entity }
  );

/** How long the view waits for further changes before it is drawn anew (ms). */
const calm = 100;

/** The view of a document's entities: type, concepts where it goes by them, mentions, places. */
export class EntitiesView implements TreeDataProvider<Node>, Disposable {
  readonly #changed = new EventEmitter<void>();
  /** VS Code listens from the moment the view is created, so this comes before it. */
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView<Node>('gerbera.entities', { treeDataProvider: this, showCollapseAll: true });
  #document: TextDocument | undefined;
  #groups: readonly TypeGroup[] = [];
  #message = '';
  #timer: NodeJS.Timeout | undefined;

  /**
   * Shows the entities of a document, or none.
   * @param concepts that it mentions; undefined where the view goes by mention.
   */
  show(
    document: TextDocument | undefined,
    entities: readonly Entity[],
    concepts: readonly MentionedConcept[] | undefined,
  ): void {
    this.#document = document;
    this.#groups = groupConcepts(entities, concepts ?? []);
    this.#message =
      concepts?.length === 0 && entities.length > 0
        ? t('No mention is linked to a concept of your terminologies yet.')
        : '';
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#view.description = this.#groups.length > 0 ? nameOf(this.#document) : '';
      this.#view.message = this.#message;
      this.#changed.fire();
    }, calm);
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.#groups.map((group) => ({ kind: 'type', group }));
    if (node.kind === 'type') return this.#typeChildren(node.group);
    if (node.kind === 'concept') return this.#mentions(node.type, node.group.names, node.group.concept.concept);
    if (node.kind === 'unlinked') return this.#mentions(node.type, node.mentions, '');
    if (node.kind === 'place') return [];
    return node.mention.places.map((entity) => ({
      ...{ kind: 'place', type: node.type, entity },
      place: this.#placeOf(entity),
    }));
  }

  getTreeItem(node: Node): TreeItem {
    if (node.kind === 'type') return this.#typeItem(node.group);
    if (node.kind === 'unlinked') return this.#unlinkedItem(node.type, node.mentions);
    const item =
      node.kind === 'concept'
        ? this.#conceptItem(node.type, node.group)
        : node.kind === 'mention'
          ? this.#mentionItem(node.type, node.mention, node.above)
          : this.#placeItem(node.entity);
    item.contextValue = node.kind;
    if (node.place) {
      item.command = { command: 'gerbera.revealEntity', title: t('Go to Entity'), arguments: [node.place] };
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#view.dispose();
    this.#changed.dispose();
  }

  #typeItem({ type, count }: TypeGroup): TreeItem {
    const item = new TreeItem(type, TreeItemCollapsibleState.Expanded);
    item.id = type;
    item.description = String(count);
    item.iconPath = new ThemeIcon('circle-filled', new ThemeColor(`gerbera.${tokenTypeOf(type)}`));
    return item;
  }

  #conceptItem(type: string, { concept, count }: ConceptGroup): TreeItem {
    const item = new TreeItem(concept.name, TreeItemCollapsibleState.Collapsed);
    item.id = JSON.stringify([type, concept.concept]);
    // In a narrow side bar the end is cut off.
    item.description = `${count} · ${concept.concept}`;
    item.accessibilityInformation = { label: `${concept.name}, ${concept.concept}, ${placesOf(count)}` };
    item.tooltip = [`${concept.name}: ${type}, ${placesOf(count)}`, ...concept.identifiers].join('\n');
    return item;
  }

  #unlinkedItem(type: string, mentions: readonly Mention[]): TreeItem {
    const item = new TreeItem(t('Not linked'), TreeItemCollapsibleState.Collapsed);
    const count = mentions.reduce((sum, { places }) => sum + places.length, 0);
    item.id = JSON.stringify([type]);
    item.description = String(count);
    item.accessibilityInformation = { label: t('{0} that is not linked to a concept, {1}', type, placesOf(count)) };
    item.tooltip = t('Mentions of {0} for which your terminologies have no concept that is sure enough', type);
    return item;
  }

  #mentionItem(type: string, { text, places }: Mention, above: string): TreeItem {
    const several = places.length > 1;
    const state = several ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
    const item = new TreeItem(text, state);
    item.id = JSON.stringify([type, above, text]);
    item.description = several ? String(places.length) : this.#lineOf(places[0]);
    item.tooltip = `${text}: ${type}, ${several ? placesOf(places.length) : scoreOf(places[0])}`;
    return item;
  }

  #placeItem(entity: Entity): TreeItem {
    const item = new TreeItem(this.#lineOf(entity));
    item.description = this.#contextOf(entity);
    item.tooltip = scoreOf(entity);
    return item;
  }

  #typeChildren({ type, concepts, unlinked }: TypeGroup): Node[] {
    if (concepts.length === 0) return this.#mentions(type, unlinked, '');
    return [
      ...concepts.map((group): Node => {
        const first = group.names[0]?.places[0];
        return {
          ...{ kind: 'concept', type, group },
          place: this.#placeOf(first),
          identifiers: group.concept.identifiers,
        };
      }),
      ...(unlinked.length > 0 ? [{ kind: 'unlinked', type, mentions: unlinked } as const] : []),
    ];
  }

  /** @param above identifier of the concept that they are below. */
  #mentions(type: string, mentions: readonly Mention[], above: string): Node[] {
    return mentions.map((mention) => ({
      ...{ kind: 'mention', type, mention, above },
      place: this.#placeOf(mention.places[0]),
    }));
  }

  #placeOf(entity: Entity | undefined): Place | undefined {
    if (!entity || !this.#document) return undefined;
    return { uri: this.#document.uri.toString(), start: entity.start, end: entity.end };
  }

  #lineOf(entity: Entity | undefined): string {
    return entity && this.#document ? t('line {0}', this.#document.positionAt(entity.start).line + 1) : '';
  }

  /** The words around a place. */
  #contextOf({ start, end }: Entity): string {
    const text = this.#document?.getText() ?? '';
    const before = text.slice(Math.max(0, start - 25), start).replace(/^\S*\s/, '');
    const after = text.slice(end, end + 25).replace(/\s\S*$/, '');
    return `${before}${text.slice(start, end)}${after}`.replace(/\s+/g, ' ').trim();
  }
}

function placesOf(count: number): string {
  return count === 1 ? t('1 place') : t('{0} places', count);
}

function scoreOf(entity: Entity | undefined): string {
  return entity ? t('score {0}', entity.score.toFixed(2)) : '';
}

function nameOf(document: TextDocument | undefined): string {
  return document?.uri.path.split('/').at(-1) ?? '';
}
