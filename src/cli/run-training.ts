import { existsSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from '../checkpoint/file.ts';
import { UserError } from '../core/errors.ts';
import { estimateTraining, trainModel } from '../engine.ts';
import { resolveModel } from '../library/resolve.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import { formatConfig, parseConfig } from '../train/config/parse-config.ts';
import { parseSchedule } from '../train/config/schedules/parse-schedule.ts';
import { isDone, outputNames, readStart } from '../train/output/output.ts';
import { Stopped } from '../train/run/stop-watch.ts';
import { type Arguments, UsageError } from './arguments.ts';
import { listedRun } from './listed-run.ts';
import { scheduledOfFile } from './scheduled.ts';
import { type Terminal, tell, write } from './terminal.ts';
import { estimateText } from './training-estimate.ts';
import { givenSettings, needed } from './training-options.ts';
import { TrainingProgress } from './training-progress.ts';

/** Options that change or accompany a configuration that is there already; all others are for making one. */
const besideConfig: ReadonlySet<string> = new Set([
  ...['config', 'write-config', 'resume', 'force', 'base', 'out', 'seed', 'device', 'threads', 'memory'],
  ...['max-length', 'weights', 'test', 'checkpoint-every', 'checkpoint-steps', 'keep-checkpoints'],
  ...['finish', 'estimate', 'json', 'unlisted'],
]);

/**
 * Runs a training that the command line asks for: of a configuration file, of a run that is resumed without more being
 * said, or of what `ofMethod` makes of the other options.
 * @throws UsageError, UserError, or the reason of the terminal's signal once a checkpoint has been written.
 */
export async function runTraining(
  given: Arguments,
  terminal: Terminal,
  ofMethod: () => Promise<TrainingConfig>,
): Promise<number> {
  if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
  const resume = given.flag('resume');
  const finish = given.flag('finish');
  if (finish && !resume) throw new UsageError('--finish is for a run that was interrupted, with --resume --out DIR');
  if (given.flag('estimate') && resume) throw new UsageError('--estimate is of a run that has not begun, not --resume');
  if (given.flag('json') && !given.flag('estimate')) throw new UsageError('--json is for --estimate');
  const out = given.value('out');
  if (resume && !given.flag('force') && out !== undefined && isDone(out)) {
    tell(terminal.stderr, `gerbera: ${out}: the run in it is done already\n`);
    return 0;
  }
  const config = await configOf(given, ofMethod, terminal);
  if (given.flag('write-config')) {
    await write(terminal.stdout, formatConfig(config));
    return 0;
  }
  if (given.flag('estimate')) {
    const estimate = await estimateTraining(config, { signal: terminal.signal, force: given.flag('force') });
    await write(terminal.stdout, given.flag('json') ? `${JSON.stringify(estimate)}\n` : estimateText(estimate));
    return 0;
  }
  const options = { signal: terminal.signal, resume, force: given.flag('force'), finish };
  const progress = new TrainingProgress(terminal);
  try {
    const events = trainModel(config, options);
    const listed = given.flag('unlisted') ? events : listedRun(events, config.output, terminal);
    for await (const event of listed) progress.show(event);
  } catch (thrown) {
    progress.end();
    if (thrown instanceof Stopped) return tellStopped(thrown, config.output, terminal);
    if (terminal.signal.aborted && existsSync(path.join(config.output, outputNames.start))) {
      tell(terminal.stderr, `gerbera: interrupted; go on with --resume --out ${config.output}\n`);
    }
    throw thrown;
  }
  await write(terminal.stdout, `${config.output}\n`);
  return 0;
}

/** @returns the exit code: that it was asked to end with a model and could not is a failure. */
function tellStopped({ asked, message }: Stopped, output: string, { stderr }: Terminal): number {
  const canGoOn = existsSync(path.join(output, outputNames.start));
  if (asked === 'finish') tell(stderr, `gerbera: ${message}\n`);
  tell(stderr, `gerbera: stopped${canGoOn ? `; go on with --resume --out ${output}` : ' before it began'}\n`);
  return asked === 'finish' ? 1 : 0;
}

async function configOf(
  given: Arguments,
  ofMethod: () => Promise<TrainingConfig>,
  terminal: Terminal,
): Promise<TrainingConfig> {
  const file = given.value('config');
  if (file !== undefined) {
    refuseOthers(given, 'beside --config; change it in the file');
    const [text, place, settings] = [readTextFile(file), path.resolve(file), givenSettings(given)];
    const schedule = parseSchedule(text, place, settings);
    if (schedule) return scheduledOfFile(schedule, place, terminal);
    const config = parseConfig(text, place, settings);
    return { ...config, base: resolveModel(config.base) };
  }
  const bare = given.flag('resume') && !given.flag('method') && !given.flag('base') && !given.flag('text');
  if (!bare) return ofMethod();
  refuseOthers(given, 'with --resume; a run goes on as it was started');
  const output = path.resolve(needed(given, 'out', ' to resume the run in it'));
  const start = path.join(output, outputNames.start);
  if (!existsSync(start)) throw new UserError(`${output}: there is no run in it to resume`);
  const { config } = readStart(start);
  const settings = givenSettings(given);
  return { ...config, ...settings, checkpoints: { ...config.checkpoints, ...settings.checkpoints }, output };
}

/** @throws UsageError for an option that would be without effect. */
function refuseOthers({ names }: Arguments, where: string): void {
  const other = names.find((name) => !besideConfig.has(name));
  if (other !== undefined) throw new UsageError(`--${other} has no effect ${where}`);
}
