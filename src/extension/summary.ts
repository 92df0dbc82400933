import type { ServerStatus } from '../protocol.ts';
import { t } from './texts.ts';

/** What the status bar tells, and what the Entities view shows in place of entities. */
export interface Summary {
  readonly status: ServerStatus;
  readonly highlighting: boolean;
  /** Entities of the document in the active editor; undefined where it is none that is read, or has not been begun. */
  readonly entities: { readonly count: number; readonly complete: boolean } | undefined;
  /** Whether the document in the active editor is one that the settings exclude. */
  readonly excluded: boolean;
}

/** The text of the status-bar item: state, model, device, entities in this document. */
export function statusText({ status, highlighting, entities, excluded }: Summary): string {
  const { state, model } = status;
  if (state === 'failed') return `$(error) GERBERA: ${t('no model')}`;
  if (!model) return `$(loading~spin) GERBERA: ${t('loading the model')}`;
  const icon = state === 'ready' ? (highlighting ? '$(symbol-color)' : '$(eye-closed)') : '$(loading~spin)';
  const found = !highlighting ? [t('off')] : excluded ? [t('excluded')] : entities ? [countOf(entities.count)] : [];
  return `${icon} ${[model.name, model.device.device, ...found].join(' · ')}`;
}

/** The lines of the status-bar item's tooltip. */
export function statusLines(summary: Summary): readonly string[] {
  const { status, highlighting, entities, excluded } = summary;
  const { state, model, message } = status;
  const told = { starting: t('loading the model'), ready: t('ready'), reading: t('reading'), failed: t('failed') }[
    state
  ];
  return [
    `GERBERA: ${told}`,
    ...(model ? [t('Model: {0} ({1}, {2})', model.name, model.family, model.types.join(', '))] : []),
    ...(model ? [t('Device: {0}', model.device.device)] : []),
    ...(entities && highlighting ? [t('In this document: {0}', countOf(entities.count))] : []),
    ...(excluded && highlighting ? [t('This document is excluded by the setting gerbera.exclude')] : []),
    ...(highlighting ? [] : [t('Highlighting is off')]),
    ...(message === undefined ? [] : [message]),
  ];
}

/** Which words the Entities view has where it has no entities; the value of the context key `gerbera.document`. */
export function documentState({
  status,
  entities,
  excluded,
}: Summary): 'none' | 'excluded' | 'reading' | 'empty' | 'failed' | 'entities' {
  if (excluded) return 'excluded';
  if (entities && entities.count > 0) return 'entities';
  if (status.state === 'failed') return 'failed';
  if (!entities) return 'none';
  return entities.complete ? 'empty' : 'reading';
}

function countOf(entities: number): string {
  return entities === 1 ? t('1 entity') : t('{0} entities', entities);
}
