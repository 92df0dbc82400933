import { devices } from './runtime/device.ts';

/** How a diagnostic of an entity is shown; `none` publishes no diagnostics. */
export const severities = ['error', 'warning', 'information', 'hint', 'none'] as const;
export type Severity = (typeof severities)[number];

/**
 * The settings under `gerbera.`, declared once: a test keeps the manifest's `contributes.configuration` in step with
 * this table. `restricted` settings are not read from a workspace that the user does not trust.
 */
export const settings = {
  enabledTypes: { type: 'array', default: [] as readonly string[], restricted: false },
  minimumScore: { type: 'number', default: 0.5, restricted: false },
  model: { type: 'string', default: '', restricted: true },
  device: { type: 'string', default: 'auto', restricted: true, values: ['auto', ...devices] },
  severity: { type: 'string', default: 'hint', restricted: false, values: severities },
  maximumProblems: { type: 'number', default: 1000, restricted: false },
  exclude: { type: 'array', default: [] as readonly string[], restricted: false },
} as const;

export type SettingName = keyof typeof settings;
