/** A repository on the Hugging Face Hub. */
export interface HubName {
  /** `owner/name`. */
  readonly repository: string;
  /** A commit, tag or branch. */
  readonly revision?: string;
}

const address = /^(?:https:\/\/)?(?:huggingface\.co|hf\.co)\//i;
const part = /^[\w](?:[\w.-]{0,94}[\w])?$/;

/** What is meant by `owner/name`, `owner/name@revision` or the address of its page; undefined if it is none of them. */
export function parseHubName(typed: string): HubName | undefined {
  const [, page = '', branch] = /^(.*?)(?:\/tree\/([^?#]+))?\/?$/.exec(typed.trim().replace(address, '')) ?? [];
  const [repository = '', after, ...more] = page.split('@');
  const revision = after ?? branch;
  const parts = repository.split('/');
  if (parts.length !== 2 || more.length > 0 || !parts.every((each) => part.test(each) && !each.includes('..'))) {
    return undefined;
  }
  if (revision === undefined) return { repository };
  return /^[\w](?:[\w./-]{0,254})$/.test(revision) && !revision.includes('..') ? { repository, revision } : undefined;
}
