import * as v from 'valibot';
import { type HyperParameters, hyperParameters, type TrainingBase } from '../../../../src/protocol/training.ts';
import { t } from '../../../texts.ts';
import { type HyperContext, type HyperField, type HyperName, hyperGroups } from './hyper-fields.ts';

/** What is wrong with what was entered, by fields. */
export type Problems<Name extends string> = ReadonlyMap<Name, string>;

type Key = keyof typeof hyperParameters.entries;

/**
 * The hyper-parameters that differ from their defaults, of the texts in the fields; fields that a method does not have
 * count for nothing. Those that are wrong are left out.
 */
export function hyperOf(
  entered: Readonly<Record<string, string>>,
  context: HyperContext,
): { readonly hyper: HyperParameters; readonly problems: Problems<HyperName> } {
  const problems = new Map<HyperName, string>();
  const unit = entered.batchUnit?.trim() || unitOf(context.base);
  const values = new Map<HyperName, unknown>();
  for (const field of hyperGroups(context).flatMap(({ fields }) => fields)) {
    const text = entered[field.name]?.trim() ?? '';
    if (text === '') continue;
    const value = readValue(field, text);
    const problem = value === undefined ? numberProblem(text) : problemOf(field.name, value, unit);
    if (problem !== undefined) problems.set(field.name, problem);
    else if (field.standard === undefined || readValue(field, field.standard) !== value) values.set(field.name, value);
  }
  if (values.has('batchUnit') && !entered.batch?.trim()) problems.set('batch', t('Enter how many.'));
  return { hyper: v.parse(hyperParameters, shaped(values, context, entered.batch ?? '', unit)), problems };
}

/** `1,000` is a thousand to some and one to others; `0,001` and `1,5` are clear. */
const thousands = /^[1-9]\d{0,2}(?:,\d{3})+$/;

function numberProblem(text: string): string {
  return thousands.test(text) ? t('Enter the number without a comma between thousands.') : t('Enter a number.');
}

function readValue({ name, choices }: HyperField, text: string): unknown {
  if (name === 'test') return text === 'true';
  if (choices) return text;
  if (thousands.test(text)) return undefined;
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

function problemOf(name: HyperName, value: unknown, unit: string): string | undefined {
  if (name === 'batchUnit') return undefined;
  if (name === 'warmup' && typeof value === 'number' && value > 1 && !Number.isInteger(value)) {
    return t('Enter a share below 1, or a whole number of updates.');
  }
  const key = name === 'batch' && unit === 'tokens' ? 'batchTokens' : keyOf(name);
  const { issues } = v.safeParse(hyperParameters, { [key]: isListed(name) ? [value] : value });
  const [issue] = issues ?? [];
  return issue && explained(issue);
}

function explained({ type, requirement }: { readonly type: string; readonly requirement?: unknown }): string {
  const limit = typeof requirement === 'number' ? requirement.toLocaleString() : '';
  if (type === 'integer') return t('Enter a whole number.');
  if (type === 'min_value') return limit === '0' ? t('Enter no number below 0.') : t('Enter {0} or more.', limit);
  if (type === 'max_value') return t('Enter {0} or less.', limit);
  if (type === 'not_value') return t('Enter a number above 0.');
  return t('This cannot be used.');
}

function isListed(name: HyperName): boolean {
  return /\d$/.test(name);
}

function keyOf(name: HyperName): Key {
  if (name === 'epochs1' || name === 'epochs2') return 'epochs';
  if (name === 'learningRate1' || name === 'learningRate2') return 'learningRates';
  return name === 'batchUnit' ? 'batch' : name;
}

/** The values as a request has them: those of stages in lists, that of the batch by what it counts. */
function shaped(
  values: ReadonlyMap<HyperName, unknown>,
  { base, stages }: HyperContext,
  batch: string,
  unit: string,
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of values) {
    if (!isListed(name) && name !== 'batch' && name !== 'batchUnit') made[name] = value;
  }
  const listed = (key: Key, names: readonly HyperName[], standards: readonly number[] = []) => {
    const used = names.slice(0, stages.length);
    const list = used.map((name, place) => values.get(name) ?? standards[place]);
    if (used.some((name) => values.has(name)) && !list.includes(undefined)) made[key] = list;
  };
  listed('epochs', ['epochs1', 'epochs2'], base?.defaults.epochs);
  listed('learningRates', ['learningRate1', 'learningRate2'], base?.defaults.learningRates);
  const key = unit === 'tokens' ? 'batchTokens' : 'batch';
  const count = Number(batch);
  if ((values.has('batch') || values.has('batchUnit')) && v.is(hyperParameters, { [key]: count })) made[key] = count;
  return made;
}

function unitOf(base: TrainingBase | undefined): string {
  return base && 'tokens' in base.defaults.batch ? 'tokens' : 'sentences';
}
