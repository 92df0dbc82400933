import { mappedNames, type TypeMapping } from '../../../corpus/types/mapping.ts';
import { generalHead } from '../../../model/heads-config.ts';
import { headsOfCorpus } from '../heads.ts';
import { refusal } from './check-schedule.ts';
import type { HeadWay, ScheduleConfig, ScheduleCorpus } from './schedule.ts';

/** Works out the heads of a schedule's corpora, one after the other: those of a corpus of its own are like no others. */
export class ScheduleHeads {
  /** By entity type of the target. */
  readonly target: TypeMapping;
  readonly #way: HeadWay;
  readonly #taken: Set<string>;

  /** @throws UserError if the target has not the heads that the auxiliaries' need. */
  constructor(config: ScheduleConfig) {
    const { schedule, target, auxiliaries, heads } = config;
    this.target = ownHeads(target);
    this.#way = heads ?? (schedule === 'gerbera' ? 'general' : 'types');
    const names = mappedNames(this.target);
    if (this.#way === 'shared' && names.length !== 1) {
      throw refusal(
        config,
        `cannot have the target's head shared: the target has ${names.length === 0 ? 'none' : `several (${names.join(', ')})`}; leave out types with its heads, or use "types"`,
      );
    }
    if (this.#way === 'general' && auxiliaries.length > 0 && names.includes(generalHead)) {
      throw refusal(
        config,
        `has the auxiliary corpora on the head ${generalHead}, which the target's types have too; give these another head`,
      );
    }
    const others = auxiliaries.flatMap((corpus) => mappedNames(ownHeads(corpus)));
    this.#taken = new Set([...names, ...others]);
  }

  /**
   * The heads of an auxiliary corpus.
   * @param id what it is called in the configuration.
   * @throws UserError if no type of it is left.
   */
  auxiliary(corpus: ScheduleCorpus, id: string): TypeMapping {
    const own = ownHeads(corpus);
    switch (this.#way) {
      case 'types':
        return own;
      case 'separate':
        return this.#separate(own, id);
      case 'general':
        return renamed(corpus, own, generalHead);
      case 'shared':
        return renamed(corpus, own, mappedNames(this.target)[0] ?? '');
    }
  }

  #separate(own: TypeMapping, id: string): TypeMapping {
    const names = new Map(
      mappedNames(own).map((head) => {
        const plain = `${head}_${id.replaceAll(/[^\p{L}\p{N}_-]/gu, '_')}`;
        let unique = plain;
        for (let count = 2; this.#taken.has(unique); count++) unique = `${plain}-${count}`;
        this.#taken.add(unique);
        return [head, unique] as const;
      }),
    );
    return Object.fromEntries(Object.entries(own).map(([type, head]) => [type, names.get(head) ?? '']));
  }
}

function ownHeads({ folder, types, heads }: ScheduleCorpus): TypeMapping {
  return headsOfCorpus(folder, types, heads);
}

/** One head for all types; of a corpus whose types were not named, also for those that nobody knows of. */
function renamed({ heads }: ScheduleCorpus, own: TypeMapping, head: string): TypeMapping {
  if (!heads) return { '*': head };
  return Object.fromEntries(Object.keys(own).map((type) => [type, head]));
}
