/** A model's repository on the Hugging Face Hub. */
export interface HubSource {
  /** `owner/name`. */
  readonly repository: string;
  /** A commit, tag or branch; `main` if not given. */
  readonly revision?: string;
  /** The Hub; `HF_ENDPOINT` if that is set, else Hugging Face's own. */
  readonly endpoint?: string;
}

/** A file of a repository. */
export interface HubFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal: of its bytes where it lies in large file storage, else Git's name for it. */
  readonly digest: { readonly kind: 'sha256' | 'git'; readonly value: string };
}

/** What a download would fetch, of the Hub's answer. */
export interface HubModel {
  readonly repository: string;
  /** The commit, 40 hexadecimal digits. */
  readonly commit: string;
  readonly licence: string | null;
  /** Whether its owner gives it only to those who have agreed to terms. */
  readonly gated: boolean;
  readonly files: readonly HubFile[];
  readonly bytes: number;
}

/** What a download tells. */
export type HubEvent =
  | { readonly kind: 'found'; readonly model: HubModel }
  | {
      readonly kind: 'download';
      /** The file that is coming. */
      readonly name: string;
      /** Of all files, that are there, and in all. */
      readonly bytes: number;
      readonly total: number;
      /** In milliseconds; absent before it can be told. */
      readonly left?: number;
    }
  | { readonly kind: 'note'; readonly message: string }
  /** All files are whole; the model is tried now. */
  | { readonly kind: 'checked'; readonly files: number };

/** How a model is downloaded and taken in. */
export interface HubDownloadOptions {
  /** Its name in the library; the repository's if not given. */
  readonly name?: string;
  /** The entity type of bare labels. */
  readonly type?: string;
  /** What has come stays, for the same download to go on with. */
  readonly signal?: AbortSignal;
  readonly progress?: (event: HubEvent) => void;
  /** The library; the user's own if not given. */
  readonly models?: string;
}
