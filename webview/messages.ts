import type { PanelUpdate } from '../src/protocol/panels.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a message is one of the extension's: a page may get messages from elsewhere. */
export function isPanelUpdate(message: unknown): message is PanelUpdate {
  if (!isFields(message) || message.kind !== 'status' || !isFields(message.status)) return false;
  const { state, model, message: told } = message.status;
  const states: readonly unknown[] = ['starting', 'ready', 'reading', 'failed'];
  return (
    states.includes(state) &&
    (told === undefined || isText(told)) &&
    (model === undefined || (isFields(model) && isModel(model)))
  );
}

function isModel({ name, folder, family, types, maxLength, device }: Fields): boolean {
  return (
    [name, folder, family].every(isText) &&
    Array.isArray(types) &&
    types.every(isText) &&
    typeof maxLength === 'number' &&
    isFields(device) &&
    isText(device.preference) &&
    isText(device.device) &&
    Array.isArray(device.attempts) &&
    device.attempts.every(isAttempt)
  );
}

function isAttempt(attempt: unknown): boolean {
  return isFields(attempt) && isText(attempt.device) && isText(attempt.reason) && typeof attempt.accepted === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
