import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Severity } from '../../settings.ts';
import type { Paper } from '../papers.ts';
import { rangeOf } from '../range.ts';

const severityOf = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const satisfies Record<Exclude<Severity, 'none'>, DiagnosticSeverity>;

/** One diagnostic per entity, the first ones of the document where there are too many. */
export function diagnosticsOf({ document, entities, settings }: Paper): Diagnostic[] {
  if (settings.severity === 'none') return [];
  const severity = severityOf[settings.severity];
  return entities.slice(0, settings.maximumProblems).map((entity) => ({
    range: rangeOf(document, entity),
    severity,
    source: 'gerbera',
    code: entity.type,
    message: `${entity.type}: ${entity.mention} (${entity.score.toFixed(2)})`,
  }));
}
