import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../../core/entity.ts';
import { overlaps, type Span } from '../../core/span.ts';
import { tokenTypeOf, tokenTypes } from '../../protocol.ts';

/** A stretch of text that one entity colours. */
interface Stretch extends Span {
  readonly entity: Entity;
}

/**
 * Semantic tokens of entities, five numbers each, relative to the token before (LSP 3.17). Tokens never overlap nor cross a
 * line's end: where entities overlap the innermost is shown, and of two alike the surer.
 * @param entities by start, then end.
 * @param within where tokens are wanted, the whole document if not given. They are the same there as in the whole: an entity
 * that is cut by another one is cut so even where the other one lies outside.
 */
export function layTokens(document: TextDocument, entities: readonly Entity[], within?: Span): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  const wanted = (span: Span) => !within || overlaps(span, within);
  for (const stretch of disjoint(entities).filter(wanted)) {
    for (const { start, end } of lineParts(document, stretch).filter(wanted)) {
      const position = document.positionAt(start);
      const sameLine = position.line === line;
      const type = tokenTypes.indexOf(tokenTypeOf(stretch.entity.type));
      data.push(position.line - line, position.character - (sameLine ? character : 0), end - start, type, 0);
      line = position.line;
      character = position.character;
    }
  }
  return data;
}

/** Cuts overlapping entities into stretches that follow one another. */
function disjoint(entities: readonly Entity[]): Stretch[] {
  const stretches: Stretch[] = [];
  let group: Entity[] = [];
  let end = 0;
  const close = () => {
    const [only] = group;
    if (group.length === 1 && only) stretches.push({ start: only.start, end: only.end, entity: only });
    else stretches.push(...cut(group));
    group = [];
  };
  for (const entity of entities) {
    if (entity.start >= end) close();
    group.push(entity);
    end = Math.max(end, entity.end);
  }
  close();
  return stretches;
}

/** Stretches of a few entities that overlap. */
function cut(group: readonly Entity[]): Stretch[] {
  const inner = group.toSorted((a, b) => a.end - a.start - (b.end - b.start) || b.score - a.score);
  const bounds = [...new Set(group.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  bounds.slice(1).forEach((end, index) => {
    const start = bounds[index] ?? end;
    const entity = inner.find((each) => each.start <= start && end <= each.end);
    if (!entity) return;
    const last = stretches.at(-1);
    if (last?.entity === entity && last.end === start)
      stretches[stretches.length - 1] = { start: last.start, end, entity };
    else stretches.push({ start, end, entity });
  });
  return stretches;
}

/** The parts of a span on each of its lines, without the white space at the lines' starts and ends. */
function lineParts(document: TextDocument, { start, end }: Span): Span[] {
  if (document.positionAt(start).line === document.positionAt(end).line) return [{ start, end }];
  const text = document.getText().slice(start, end);
  return [...text.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map(({ index, 0: part }) => ({
    start: start + index,
    end: start + index + part.length,
  }));
}
