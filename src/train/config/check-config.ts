import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { StageConfig, TrainingConfig } from './config.ts';

/**
 * Checks what the settings say of each other.
 * @param where the configuration, for messages.
 * @throws UserError naming the stage and what it asks for that there is not.
 */
export function checkConfig(config: TrainingConfig, where: string): void {
  const refuse = (message: string) => new UserError(`${where}: ${message}`);
  if (config.stages.length === 0) throw refuse('stages is empty; there is nothing to do');
  if (config.text && Object.keys(config.corpora).length > 0) {
    throw refuse('it has both text and corpora; masked language modelling and recognition are runs of their own');
  }
  const names = new Set<string>();
  for (const [index, stage] of config.stages.entries()) {
    const at = `stages[${index}]`;
    if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(stage.name)) {
      throw refuse(`${at}.name is ${quoted(stage.name)}; use letters, digits, "-", "_" and "."`);
    }
    if (names.has(stage.name)) throw refuse(`${at}.name: there are two stages called ${quoted(stage.name)}`);
    checkOrigin(stage, index, names, (message) => refuse(`${at}.from ${message}`));
    names.add(stage.name);
    checkCorpora(config, stage, (message) => refuse(`${at}${message}`));
    if (stage.save !== undefined && !/^[A-Za-z0-9][\w.-]{0,63}$/.test(stage.save)) {
      throw refuse(`${at}.save is ${quoted(stage.save)}; use letters, digits, "-", "_" and "."`);
    }
  }
}

type Refuse = (message: string) => UserError;

function checkOrigin({ from }: StageConfig, index: number, names: ReadonlySet<string>, refuse: Refuse): void {
  if (index === 0 && (from === 'previous-best' || from === 'previous-last')) {
    throw refuse(`is "${from}", but there is no stage before the first`);
  }
  if (typeof from === 'object' && 'stage' in from && !names.has(from.stage)) {
    throw refuse(`names the stage ${quoted(from.stage)}, which is not before it`);
  }
}

function checkCorpora({ corpora, text }: TrainingConfig, stage: StageConfig, refuse: Refuse): void {
  if (text) {
    if (stage.corpora.length > 0 || stage.select.corpora.length > 0) {
      throw refuse('.corpora is not empty, but the run trains on text alone');
    }
    if (typeof stage.from === 'object' && 'model' in stage.from) {
      throw refuse('.from names a model; text is tokenized once, for the base: name the model as "base"');
    }
    return;
  }
  if (stage.corpora.length === 0) throw refuse('.corpora is empty; name at least one');
  const known = Object.keys(corpora).map(quoted).join(', ');
  const ids = stage.corpora;
  const named = { corpora: ids, 'select.corpora': stage.select.corpora };
  for (const [key, used] of Object.entries(named)) {
    const absent = used.find((id) => !Object.hasOwn(corpora, id));
    if (absent !== undefined) throw refuse(`.${key} names ${quoted(absent)}; "corpora" has ${known}`);
  }
  const idle = Object.keys(stage.sampling.weights ?? {}).find((id) => !ids.includes(id));
  if (idle !== undefined) {
    throw refuse(
      `.sampling.weights names ${quoted(idle)}, which the stage does not train on; it has ${ids.map(quoted).join(', ')}`,
    );
  }
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice !== undefined) throw refuse(`.corpora names ${quoted(twice)} twice`);
  if (stage.select.keep === 'best' && stage.select.corpora.length === 0) {
    throw refuse('.select.corpora is empty; the best weights are chosen on the devel part of at least one corpus');
  }
}
