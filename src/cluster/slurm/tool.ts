import { execFile } from 'node:child_process';
import { errorMessage, UserError } from '../../core/errors.ts';
import { SchedulerTrouble } from '../scheduler.ts';

/** Slurm's own commands that are called. */
export type SlurmTool = 'sbatch' | 'squeue' | 'scancel' | 'scontrol' | 'sinfo';

/** What a tool may print, in bytes: a line of squeue has some 100, an array of tasks some thousands of lines. */
const longestOutput = 2 ** 28;

/**
 * Runs a tool of Slurm, without a shell.
 * @returns what it printed.
 * @throws SchedulerTrouble or UserError with what it says and what to do; the signal's reason.
 */
export function runTool(tool: SlurmTool, args: readonly string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A tool that was stopped halfway would leave it open whether the cluster did what it was asked.
    execFile(tool, args, { env: ownEnvironment(), maxBuffer: longestOutput }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(error.code === 'ENOENT' ? notFound(tool) : toolError(tool, stderr.trim() || errorMessage(error)));
    });
  });
}

/** Without the settings of a person's own queue listings, which would hide tasks; in English. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SQUEUE|SCANCEL|SINFO)_/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8' };
}

function notFound(tool: SlurmTool): UserError {
  return new UserError(
    `${tool}: not found; run this on a machine of the cluster that has Slurm's commands (a login node), with its folder in PATH`,
  );
}

/** What Slurm says, and what that means; the first that fits. */
const known: readonly {
  readonly says: RegExp;
  readonly kind?: SchedulerTrouble['kind'];
  readonly todo: string;
}[] = [
  {
    says: /unable to contact slurm controller|connection refused|timed out|communication connection failure|zero bytes were transmitted|slurm_persist_conn|backup controller|munge encode failed/i,
    kind: 'down',
    todo: "Slurm does not answer; it is asked again. See whether 'scontrol ping' finds its controller",
  },
  {
    says: /MaxSubmitJob|MaxJobCount|QOSMaxSubmit|AssocMaxSubmit|reached job limit|job submit limit|slurm temporarily unable to accept job|resource temporarily unavailable/i,
    kind: 'full',
    todo: 'Slurm takes no more tasks of this user for now; the rest is submitted as others end',
  },
  {
    says: /job dependency problem/i,
    kind: 'dependency',
    todo: 'Slurm has forgotten a task that others wait for; they are submitted once it is done',
  },
  {
    says: /invalid partition|partition .*(down|inactive)|group not permitted to use this partition/i,
    todo: 'name another with --slurm-options "--partition=P"; "sinfo" lists those that there are',
  },
  {
    says: /invalid account|invalid qos|access\/permission denied/i,
    todo: 'give what your cluster asks for with --slurm-options "--account=A --qos=Q"',
  },
  {
    says: /invalid generic resource|invalid gres/i,
    todo: 'no such GPUs in this partition: choose one with GPUs by --slurm-options, or leave --gpus out; "sinfo -o %G" lists them',
  },
  {
    says: /memory specification|requested node configuration|more processors|cpu count|invalid node name/i,
    todo: 'no node has that much: ask for less with --memory or --cpus, or for another partition; "sinfo -Nel" lists the nodes',
  },
  {
    says: /time limit/i,
    todo: 'ask for less with --minutes, or for another partition; "sinfo" lists their limits',
  },
  {
    says: /unrecognized option|invalid option|unrecognized arguments|ambiguous option/i,
    todo: 'correct --slurm-options; "sbatch --help" lists the options that there are',
  },
  {
    says: /unable to process configuration|cannot stat file|no config file|could not establish a configuration source/i,
    todo: 'Slurm is not set up on this machine: run this on a login node, or point SLURM_CONF at its slurm.conf',
  },
];

/**
 * What a tool that failed says, in one line, with what to do.
 * @param stderr without white space around it.
 */
export function toolError(tool: SlurmTool, stderr: string): UserError {
  const said = stderr
    .split('\n')
    .map((line) => line.replace(/^\w+: (error|fatal): |^\w+ error: /, '').trim())
    .filter((line) => line !== '' && !/^Try "/.test(line));
  const message = said.join('; ').slice(0, 500);
  const found = known.find(({ says }) => says.test(message));
  if (found?.kind) return new SchedulerTrouble(found.kind, `${tool}: ${message}: ${found.todo}`);
  return new UserError(`${tool}: ${message}${found ? `: ${found.todo}` : ''}`);
}
