import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import { type NamedCorpus, type NamedSchedule, scheduleSays, scheduleStages } from './schedule.ts';

/**
 * Checks that a schedule can be what it says; heads are checked where they are worked out.
 * @throws UserError with the reason why it makes no sense.
 */
export function checkSchedule(config: NamedSchedule): void {
  checkCorpora(config);
  checkBest(config);
  checkWeights(config);
  checkStages(config, 'freeze');
  checkStages(config, 'stages');
  for (const [name, stage] of Object.entries(config.stages ?? {})) {
    const own = scheduleSays.find((key) => key in stage);
    if (own !== undefined) {
      throw refusal(config, `says ${quoted(own)} of its stages itself; leave it out of the stage ${quoted(name)}`);
    }
    if ('freeze' in stage && config.freeze?.[name]) {
      throw refusal(config, `is told twice what to freeze in the stage ${quoted(name)}; say it once`);
    }
  }
}

/** An error about a schedule. */
export function refusal({ schedule }: Pick<NamedSchedule, 'schedule'>, message: string): UserError {
  return new UserError(`the schedule ${quoted(schedule)} ${message}`);
}

function checkCorpora(config: NamedSchedule): void {
  const { schedule, target, auxiliaries, heads } = config;
  const alone = schedule === 'single';
  if (alone && auxiliaries.length > 0) {
    throw refusal(config, 'trains on the target alone; leave out the auxiliary corpora, or use another schedule');
  }
  if (alone && heads !== undefined) {
    throw refusal(config, `has no auxiliary corpus whose heads could be ${quoted(heads)}; leave it out`);
  }
  if (!alone && auxiliaries.length === 0) {
    throw refusal(config, 'needs an auxiliary corpus at least; name one, or use the schedule "single"');
  }
  const places = new Set([target.folder]);
  for (const { folder } of auxiliaries) {
    if (folder === target.folder) throw refusal(config, `has the target among its auxiliary corpora: ${folder}`);
    if (places.has(folder)) throw refusal(config, `has an auxiliary corpus twice: ${folder}`);
    places.add(folder);
  }
  const names = [target, ...auxiliaries].flatMap(({ name }) => name ?? []);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined)
    throw refusal(config, `has two corpora called ${quoted(twice)}; give each a name of its own`);
}

function checkWeights(config: NamedSchedule): void {
  const { schedule, target, auxiliaries, best } = config;
  const stages = scheduleStages[schedule];
  const refuse = ({ name, folder }: NamedCorpus) => {
    const among = stages.length === 1 ? 'the stage trains' : 'every stage trains';
    return refusal(
      config,
      `cannot weight ${name ?? folder}: ${among} on it alone, or without it; leave out its weight`,
    );
  };
  for (const corpus of [target, ...auxiliaries]) {
    const { weight, name, folder } = corpus;
    if (weight === undefined) continue;
    if (!(weight > 0 && Number.isFinite(weight))) {
      throw refusal(config, `has the weight ${weight} for ${name ?? folder}; it is a number above 0`);
    }
    const others = (best ?? auxiliaries.length) > 1;
    const together = stages.includes('multi-task');
    if (!together && (corpus === target || !others)) throw refuse(corpus);
  }
}

function checkBest(config: NamedSchedule): void {
  const { schedule, best, auxiliaries } = config;
  if (schedule !== 'best') {
    if (best === undefined) return;
    throw refusal(config, `trains with every auxiliary corpus; the best ${best} of them are for the schedule "best"`);
  }
  if (best === undefined) throw refusal(config, 'needs to be told how many of the candidates to train with');
  if (!Number.isInteger(best) || best < 1) {
    throw refusal(config, `trains with a whole number of candidates from 1, not ${best}`);
  }
  if (best > auxiliaries.length) {
    const there = auxiliaries.length === 1 ? 'there is 1 candidate' : `there are ${auxiliaries.length} candidates`;
    throw refusal(config, `cannot train with the best ${best}; ${there}`);
  }
}

function checkStages(config: NamedSchedule, key: 'freeze' | 'stages'): void {
  const names: readonly string[] = scheduleStages[config.schedule];
  const absent = Object.keys(config[key] ?? {}).find((name) => name !== '*' && !names.includes(name));
  if (absent === undefined) return;
  const there = names.length === 1 ? `its stage is ${names[0]}` : `its stages are ${names.join(' and ')}`;
  throw refusal(config, `has no stage ${quoted(absent)} for "${key}"; ${there}`);
}
