import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Link, Linked } from '../../concepts/link/linker.ts';
import { addressOf } from '../../concepts/namespaces.ts';
import type { Entity } from '../../core/entity.ts';
import type { Severity } from '../../settings.ts';
import type { Paper } from '../papers.ts';
import { rangeOf } from '../range.ts';

const severityOf = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const satisfies Record<Exclude<Severity, 'none'>, DiagnosticSeverity>;

/**
 * One diagnostic per entity, the first ones of the document where there are too many.
 * @param meaning what is known of an entity's meaning.
 */
export function diagnosticsOf(
  { document, entities, settings }: Paper,
  meaning: (entity: Entity) => Linked | undefined,
): Diagnostic[] {
  if (settings.severity === 'none') return [];
  const severity = severityOf[settings.severity];
  return entities.slice(0, settings.maximumProblems).map((entity) => {
    const links = meaning(entity)?.links ?? [];
    const address = links[0] && addressOf(links[0].concept);
    return {
      range: rangeOf(document, entity),
      severity,
      source: 'gerbera',
      code: entity.type,
      ...(address === undefined ? {} : { codeDescription: { href: address } }),
      message: messageOf(entity, links),
    };
  });
}

/** `Disease: AD (0.98) · Alzheimer disease MESH:D000544`. */
function messageOf({ type, mention, score }: Entity, links: readonly Link[]): string {
  const concepts = links.map(({ name, concept }) => (name === concept ? name : `${name} ${concept}`));
  return [`${type}: ${mention} (${score.toFixed(2)})`, concepts.join(', ')].filter((part) => part !== '').join(' · ');
}
