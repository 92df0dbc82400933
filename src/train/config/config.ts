import type { TypeMapping } from '../../corpus/types/mapping.ts';
import type { DevicePreference } from '../../runtime/device.ts';

/**
 * Everything that determines a training run, as data: a method (`methods.ts`) is a function that writes one, and what
 * runs it knows no methods. As JSON it is what `--config` reads and `--write-config` prints; paths are absolute in
 * memory, and in a file may be relative to it.
 */
export interface TrainingConfig {
  /** Who wrote it, for people: `single`, `gerbera`, `multi`, `pretrain` or a name of one's own. */
  readonly method: string;
  /** What was decided when it was written, for people: which candidates were taken, and why. */
  readonly notes?: readonly string[];
  /** The folder of the model that training starts from. */
  readonly base: string;
  /** The folder that the run writes. */
  readonly output: string;
  readonly seed: number;
  readonly device: DevicePreference;
  /** Threads on the CPU; the same number gives the same weights. */
  readonly threads: number;
  /** The most memory to take, in GB (10⁹ bytes); what is free if not given. Batches that need more are cut. */
  readonly memory?: number;
  /** The longest input in tokens, special tokens included; longer sentences are read in windows. */
  readonly maxLength: number;
  /** Element type of the final model's weights; checkpoints are float32 always. */
  readonly weights: 'float32' | 'float16';
  /** Whether a head of the base that no corpus trains is kept as it is. */
  readonly keepHeads: boolean;
  /** Whether sentences that corpora share word for word become one example, which trains all their heads in one pass. */
  readonly merge: boolean;
  /** Whether the final model is scored on the test parts. They never choose anything. */
  readonly test: boolean;
  readonly checkpoints: CheckpointConfig;
  /** By an id of one's own; empty where text alone is trained on. */
  readonly corpora: Readonly<Record<string, CorpusConfig>>;
  /** Unlabelled text for masked language modelling; then every stage trains on it and `corpora` is empty. */
  readonly text?: TextConfig;
  /** One after the other. */
  readonly stages: readonly StageConfig[];
}

/** Settings that are given beside a configuration and take the place of those in it. */
export type GivenSettings = Partial<Omit<TrainingConfig, 'checkpoints'>> & {
  readonly checkpoints?: Partial<CheckpointConfig>;
};

export interface CheckpointConfig {
  /** Minutes between two checkpoints within an epoch. */
  readonly minutes: number;
  /** Updates between two, instead of minutes. */
  readonly steps?: number;
  /** Whether `last` and `best` are left when the run is done. */
  readonly keep: boolean;
}

/** Which parts are read without their sentences that have no mention: none, the training part, or every one. */
export type OnlyWithMentions = boolean | 'everywhere';

export interface CorpusConfig {
  readonly folder: string;
  /** The head that learns each entity type; `*` stands for every type that is not named. By `headOf` if not given. */
  readonly heads?: TypeMapping;
  /** The entity type of labels that carry none (`B`, `I`). */
  readonly type?: string;
  /** The share of the training sentences that is used, drawn by the seed. */
  readonly fraction: number;
  /** At most so many training sentences, drawn by the seed from those of the share. */
  readonly sentences?: number;
  /** At most so many sentences of the devel part, drawn by the seed: scoring takes time, and a small target has few. */
  readonly develSentences?: number;
  /** Whether only sentences that hold a mention of a type with a head are used. */
  readonly onlyWithMentions: OnlyWithMentions;
  /** A licence to name in the model card. */
  readonly license?: string;
}

export interface TextConfig {
  /** Files, or folders of .txt files, plain or gzipped. */
  readonly paths: readonly string[];
  /** The share of the tokens that are to be predicted. */
  readonly mask: number;
  /** The share of the documents that is held out to be scored, at most some 50,000 tokens. */
  readonly heldOut: number;
}

/** Where a stage's weights come from. */
export type StageOrigin =
  | 'base'
  /** The best, or the last, weights of the stage before. */
  | 'previous-best'
  | 'previous-last'
  /** The best weights of a stage by its name. */
  | { readonly stage: string }
  /** Another model's folder, such as one that was trained on another corpus. */
  | { readonly model: string };

/** The embeddings (0), these and the first n layers, or the whole encoder. */
export type FrozenLayers = number | 'encoder';

export interface FreezeConfig {
  readonly layers: FrozenLayers;
  /** The epochs of the stage during which they are frozen, from its start; all of them if not given. */
  readonly epochs?: number;
}

export interface StageConfig {
  /** Letters, digits, `-`, `_` and `.`: it is the name of a folder. */
  readonly name: string;
  readonly from: StageOrigin;
  /** Ids of corpora, in their order where that matters; empty for masked language modelling. */
  readonly corpora: readonly string[];
  readonly sampling: {
    /** A corpus of n examples is drawn from in proportion to n^alpha; 1 takes every example once an epoch. */
    readonly alpha: number;
    /** What a corpus's share is multiplied by, above 0; 1 for those that are not named. Merged corpora have the mean. */
    readonly weights?: Readonly<Record<string, number>>;
    /** Examples of an epoch; as many as there are if not given. */
    readonly examples?: number;
    /** Every batch from all corpora; each batch from one corpus; or all batches of a corpus before the next one's. */
    readonly order: 'mixed' | 'separate' | 'sequential';
  };
  readonly epochs: number;
  /** Ends the stage after so many updates. */
  readonly maxSteps?: number;
  /** Rows of one batch, drawn at random or, with far less padding, of like length; or its padded tokens, of like rows. */
  readonly batch: { readonly sentences: number; readonly alike?: boolean } | { readonly tokens: number };
  /** Batches whose gradients make one update. */
  readonly accumulate: number;
  /** At its height, for the encoder's last layer and the heads. */
  readonly learningRate: number;
  /** Updates, or the share of all updates, during which the learning rate rises from 0. */
  readonly warmup: { readonly steps: number } | { readonly share: number };
  /** How the learning rate falls after the warm-up: to 0 in a line or half a cosine, or not at all. */
  readonly schedule: 'linear' | 'cosine' | 'constant';
  readonly weightDecay: number;
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  /** The largest global L2 norm of the gradients; 0 sets no limit. */
  readonly clip: number;
  /** What the learning rate is multiplied by from each layer to the one below it; 1 is the same for all. */
  readonly layerDecay: number;
  readonly labelSmoothing: number;
  /** All rates of dropout; those of the base's `config.json` if not given. */
  readonly dropout?: number;
  /** First to last: freeze, then thaw. */
  readonly freeze: readonly FreezeConfig[];
  /** Updates between two evaluations, or at the end of every epoch. */
  readonly evaluate: 'epoch' | { readonly steps: number };
  /** Evaluations without a better score after which the stage ends; 0 never ends it early. */
  readonly patience: number;
  readonly select: {
    /** The weights with the best score on devel, or the last ones. */
    readonly keep: 'best' | 'last';
    /** The corpora whose devel parts are scored; none for no score. The score is the mean of their micro F1. */
    readonly corpora: readonly string[];
  };
  /** A folder in the output that gets this stage's model too. */
  readonly save?: string;
}
