import type { TypeMapping } from '../../../corpus/types/mapping.ts';
import type { CorpusConfig, FreezeConfig } from '../config.ts';
import type { GivenCorpus, StageOverrides } from '../method-options.ts';

/**
 * Ways of training with auxiliary corpora:
 * - `single`: the target alone;
 * - `transfer`: the auxiliaries, then the target (sequential transfer);
 * - `joint`: target and auxiliaries together (multi-task learning);
 * - `gerbera`: together, then the target alone, auxiliaries on the head General (Yin, Kim et al., 2024);
 * - `transfer-joint`: the auxiliaries, then target and auxiliaries together (transfer combined with multi-task learning,
 *   Akdemir & Shibuya, 2020);
 * - `best`: the target together with the first k of ranked candidates, then the target alone.
 */
export const scheduleNames = ['single', 'transfer', 'joint', 'gerbera', 'transfer-joint', 'best'] as const;
export type ScheduleName = (typeof scheduleNames)[number];

/** The stages that schedules are made of, by their names: what is trained on the auxiliaries, on all, on the target. */
export type ScheduleStage = 'auxiliary' | 'multi-task' | 'target';

/** The stages of each schedule, first to last. */
export const scheduleStages: Readonly<Record<ScheduleName, readonly ScheduleStage[]>> = {
  single: ['target'],
  transfer: ['auxiliary', 'target'],
  joint: ['multi-task'],
  gerbera: ['multi-task', 'target'],
  'transfer-joint': ['auxiliary', 'multi-task'],
  best: ['multi-task', 'target'],
};

/**
 * Which heads learn the entity types of auxiliaries:
 * - `types`: the heads of their standard names, which the target shares where it has the same type;
 * - `separate`: heads of each corpus's own (`Disease_BC5CDR`);
 * - `general`: one head for all, General, that is not shown;
 * - `shared`: the target's one head, as if all corpora were one.
 */
export const headWays = ['types', 'separate', 'general', 'shared'] as const;
export type HeadWay = (typeof headWays)[number];

/** Settings of stages that a schedule says itself. */
export const scheduleSays = ['name', 'from', 'corpora', 'select', 'save'] as const;

/** A corpus of a schedule. */
export interface ScheduleCorpus
  extends GivenCorpus,
    Partial<Pick<CorpusConfig, 'type' | 'fraction' | 'sentences' | 'develSentences' | 'onlyWithMentions' | 'license'>> {
  /** What it is called in the configuration; the folder's name if not given. */
  readonly name?: string;
  /** Names for its types in place of the standard ones; `''` leaves a type out. */
  readonly heads?: TypeMapping;
  /** How much more often it is drawn from than by its size, in stages on several corpora; 1 if not given. */
  readonly weight?: number;
}

/** Training with a schedule, to be written out by `expandSchedule`. */
export interface ScheduleConfig {
  readonly schedule: ScheduleName;
  readonly target: ScheduleCorpus;
  /** For `best` the candidates, the likeliest to help first. */
  readonly auxiliaries: readonly ScheduleCorpus[];
  /** How many of the candidates are trained with; for `best` alone, which needs it. */
  readonly best?: number;
  /** `general` for `gerbera`, `types` for all others if not given. */
  readonly heads?: HeadWay;
  /** What is frozen in a stage, by its name; `*` for every stage. */
  readonly freeze?: Readonly<Record<string, readonly FreezeConfig[]>>;
  /** Settings in place of the defaults, by the name of a stage; those of `*` are for every stage. */
  readonly stages?: Readonly<Record<string, StageOverrides>>;
}

/** A corpus that has not been looked at. */
export type NamedCorpus = Omit<ScheduleCorpus, 'types' | 'devel'>;

/** A schedule whose corpora have not been looked at. */
export type NamedSchedule = Omit<ScheduleConfig, 'target' | 'auxiliaries'> & {
  readonly target: NamedCorpus;
  readonly auxiliaries: readonly NamedCorpus[];
};
