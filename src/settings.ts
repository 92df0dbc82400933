import type { DevicePreference } from './runtime/device.ts';
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
  'evaluation.minimumF1': { type: ['number', 'object', 'null'], default: null, restricted: false },
  'concepts.link': { type: 'boolean', default: true, restricted: false },
  'concepts.readWorkspace': { type: 'boolean', default: true, restricted: false },
  'concepts.folder': { type: 'string', default: '', restricted: true },
  'concepts.inlayHints': { type: 'boolean', default: false, restricted: false },
  'concepts.completionTrigger': { type: 'string', default: '::', restricted: false },
  'writing.undefinedAbbreviation': { type: 'boolean', default: true, restricted: false },
  'writing.redefinedAbbreviation': { type: 'boolean', default: true, restricted: false },
  'writing.unusedAbbreviation': { type: 'boolean', default: true, restricted: false },
  'writing.severalNames': { type: 'boolean', default: true, restricted: false },
  'writing.previousSymbol': { type: 'boolean', default: true, restricted: false },
  'training.keepRunning': { type: 'boolean', default: true, restricted: false },
} as const;

export type SettingName = keyof typeof settings;

/** The settings that are on or off. */
type FlagName = {
  [Name in SettingName]: (typeof settings)[Name]['default'] extends boolean ? Name : never;
}[SettingName];

/** The settings' values. */
export interface Settings {
  /** Entity types to show, whatever their case; empty for all. */
  readonly enabledTypes: readonly string[];
  /** From 0 to 1: entities below it are not shown. */
  readonly minimumScore: number;
  /** A model's name in the library or the path of its folder; empty for the embedded model. */
  readonly model: string;
  readonly device: DevicePreference;
  readonly severity: Severity;
  /** Diagnostics of one document at most. */
  readonly maximumProblems: number;
  /** Globs of files that are not read. */
  readonly exclude: readonly string[];
  readonly 'evaluation.minimumF1': MinimumF1;
  /** Whether mentions are linked to the concepts of the user's terminologies. */
  readonly 'concepts.link': boolean;
  /** Whether papers of the workspace that are not open are read too, where mentions are linked. */
  readonly 'concepts.readWorkspace': boolean;
  /** The folder of the store of terminologies; empty for the user's folder of application data. */
  readonly 'concepts.folder': string;
  /** Whether identifiers are shown behind mentions. */
  readonly 'concepts.inlayHints': boolean;
  /** What is typed before a concept's name to have it completed; empty for no completion. */
  readonly 'concepts.completionTrigger': string;
  /** Whether an abbreviation is pointed out that is used before it is defined. */
  readonly 'writing.undefinedAbbreviation': boolean;
  /** Whether an abbreviation is pointed out that is defined twice. */
  readonly 'writing.redefinedAbbreviation': boolean;
  /** Whether an abbreviation is pointed out that is never used after its definition. */
  readonly 'writing.unusedAbbreviation': boolean;
  /** Whether it is pointed out that one concept has two names in a paper. */
  readonly 'writing.severalNames': boolean;
  /** Whether a symbol of a gene is pointed out that was withdrawn for another. */
  readonly 'writing.previousSymbol': boolean;
  /** Whether runs of training that are started from now on go on when their window is closed. */
  readonly 'training.keepRunning': boolean;
}

/** The lowest F1, from 0 to 1, with which an evaluation passes: of every type, or by type; null for none. */
export type MinimumF1 = number | Readonly<Record<string, number>> | null;

/** The lowest F1 of one type, whatever its case; undefined if there is none. */
export function minimumF1Of(minimum: MinimumF1, type: string): number | undefined {
  if (minimum === null || typeof minimum === 'number') return minimum ?? undefined;
  return Object.entries(minimum).find(([name]) => name.toLowerCase() === type.toLowerCase())?.[1];
}

/** Settings as they were read, and one line for each value that is not fit, for which its default stands. */
export interface ReadSettings {
  readonly values: Settings;
  readonly problems: readonly string[];
}

/** Reads what a client gives as the section `gerbera`. Values that are absent or null have their defaults. */
export function readSettings(section: unknown): ReadSettings {
  const given = fieldsOf(section);
  const problems: string[] = [];

  /** VS Code gives settings whose names have a dot as an object in an object. */
  function nested(name: string): unknown {
    const [group = '', inner] = name.split('.');
    return inner === undefined ? undefined : fieldsOf(given.get(group)).get(inner);
  }

  function value<T>(name: SettingName, fallback: T, expected: string, fits: (value: unknown) => value is T): T {
    const found: unknown = given.get(name) ?? nested(name) ?? fallback;
    if (fits(found)) return found;
    problems.push(
      `The setting gerbera.${name} must be ${expected}, not ${JSON.stringify(found)}; its default is used.`,
    );
    return fallback;
  }
  const flag = (name: FlagName) => value(name, settings[name].default, 'true or false', isFlag);
  const text = (name: 'model' | 'concepts.folder' | 'concepts.completionTrigger') =>
    value(name, settings[name].default, 'a string', isString);
  const texts = (name: 'enabledTypes' | 'exclude') =>
    value(name, settings[name].default, 'a list of strings', (found) => Array.isArray(found) && found.every(isString));
  const oneOf = <T extends string>(name: 'device' | 'severity', fallback: T, choices: readonly T[]) =>
    value(name, fallback, `one of ${choices.join(', ')}`, (found): found is T =>
      choices.some((choice) => choice === found),
    );

  const values: Settings = {
    enabledTypes: texts('enabledTypes'),
    minimumScore: value('minimumScore', settings.minimumScore.default, 'a number from 0 to 1', isShare),
    model: text('model').trim(),
    device: oneOf('device', settings.device.default, settings.device.values),
    severity: oneOf('severity', settings.severity.default, settings.severity.values),
    maximumProblems: value('maximumProblems', settings.maximumProblems.default, 'a whole number from 0', isCount),
    exclude: texts('exclude'),
    'evaluation.minimumF1': value(
      'evaluation.minimumF1',
      settings['evaluation.minimumF1'].default,
      'a number from 0 to 1, or an object of them by type',
      isMinimumF1,
    ),
    'concepts.link': flag('concepts.link'),
    'concepts.readWorkspace': flag('concepts.readWorkspace'),
    'concepts.folder': text('concepts.folder').trim(),
    'concepts.inlayHints': flag('concepts.inlayHints'),
    'concepts.completionTrigger': text('concepts.completionTrigger').trim(),
    'writing.undefinedAbbreviation': flag('writing.undefinedAbbreviation'),
    'writing.redefinedAbbreviation': flag('writing.redefinedAbbreviation'),
    'writing.unusedAbbreviation': flag('writing.unusedAbbreviation'),
    'writing.severalNames': flag('writing.severalNames'),
    'writing.previousSymbol': flag('writing.previousSymbol'),
    'training.keepRunning': flag('training.keepRunning'),
  };
  return { values, problems };
}

function fieldsOf(section: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof section === 'object' && section !== null ? Object.entries(section) : []);
}

function isMinimumF1(value: unknown): value is MinimumF1 {
  if (value === null || isShare(value)) return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isShare);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
