import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
} from 'vscode-languageserver/node';
import { addressOf, namespaceOf } from '../../concepts/namespaces.ts';
import type { Entity } from '../../core/entity.ts';
import { type ConceptChoosing, clientCommands } from '../../protocol.ts';
import { linksOf } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Paper } from '../papers.ts';
import { entitiesAt, innermostFirst } from '../range.ts';
import { serverCommands } from '../server-commands.ts';
import type { WritingHelp } from '../writing/writing-help.ts';

/** Mentions in one selection that actions are offered for. */
const most = 3;

/** Identifiers of one mention that actions are offered for. */
const identifiersShown = 6;

/** Code actions: what can be done with a mention's concept, and the quick fixes of writing help. */
export class CodeActionProvider {
  readonly #concepts: PaperConcepts;
  readonly #writing: WritingHelp;
  readonly #literals: boolean;

  /** @param literals whether the client takes more than commands. */
  constructor(concepts: PaperConcepts, writing: WritingHelp, literals: boolean) {
    this.#concepts = concepts;
    this.#writing = writing;
    this.#literals = literals;
  }

  async provide(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<(CodeAction | Command)[]> {
    const paper = await this.#concepts.current(textDocument.uri, token);
    if (!paper) return [];
    const { document } = paper;
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const here = entitiesAt(paper.entities, start, end).sort(innermostFirst).slice(0, most);
    const writing = this.#concepts.attempt(() =>
      this.#writing.codeActions(paper, linksOf(this.#concepts, paper), range),
    );
    const meant = here.flatMap((entity) => this.#concepts.of(paper, entity)?.links.map(({ concept }) => concept) ?? []);
    const alone = new Set(meant).size <= 1;
    const actions = [...(writing ?? []), ...here.flatMap((entity) => this.#actions(paper, entity, alone))];
    const { only } = context;
    const wanted = actions.filter(
      ({ kind = '' }) => !only || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`)),
    );
    if (this.#literals) return wanted;
    return wanted.flatMap(({ command }) => command ?? []);
  }

  /** @param alone whether no other concept is offered, so that identifiers need no name beside them. */
  #actions(paper: Paper, entity: Entity, alone: boolean): CodeAction[] {
    const linked = this.#concepts.of(paper, entity);
    if (!linked) return [];
    const { uri } = paper.document;
    const { start, end, mention, type } = entity;
    // Of a composite mention, each concept has its share.
    const share = Math.max(1, Math.floor(identifiersShown / linked.links.length));
    const offered = linked.links.flatMap(({ identifiers, name }) =>
      identifiers.slice(0, share).map((identifier) => ({ identifier, of: alone ? '' : ` of ${name}` })),
    );
    const choice = (concept?: null): ConceptChoosing => ({
      uri,
      mention,
      type,
      ...(concept === null ? { concept } : {}),
    });
    const chosen = this.#concepts.isChosen(paper, entity);
    const choose = (concept?: null) => [serverCommands.chooseConcept, choice(concept)] as const;
    return [
      ...offered.map(({ identifier, of }) =>
        action(`Copy Identifier ${identifier}${of}`, CodeActionKind.Empty, clientCommands.copyIdentifier, identifier),
      ),
      ...offered.flatMap(({ identifier, of }) => {
        const address = addressOf(identifier);
        if (address === undefined) return [];
        const title = `Open in ${namespaceOf(identifier)?.title} (${identifier}${of})`;
        return action(title, CodeActionKind.Empty, clientCommands.openConcept, address);
      }),
      action(`Choose another concept for “${mention}”…`, CodeActionKind.QuickFix, clientCommands.chooseConcept, {
        uri,
        start,
        end,
      }),
      ...(linked.links.length > 0
        ? [action(`Not this: no concept for “${mention}”`, CodeActionKind.QuickFix, ...choose(null))]
        : []),
      ...(chosen ? [action(`Forget the choice for “${mention}”`, CodeActionKind.QuickFix, ...choose())] : []),
    ];
  }
}

function action(title: string, kind: CodeActionKind, command: string, argument: unknown): CodeAction {
  return { title, kind, command: { title, command, arguments: [argument] } };
}
