import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { lockOwner } from '../files/lock.ts';
import { runsFolder } from '../library/folders.ts';
import { outputNames } from '../train/output/output.ts';
import { requestStop } from '../train/output/stop-request.ts';
import { knownRun } from './registry.ts';
import type { StopKind } from './run.ts';

/**
 * Asks a run that is under way to stop, or ends its process on the spot (`kill`): it goes on from its last checkpoint then.
 * @throws UserError if there is no such run, it is not under way, its folder cannot be written, or it is to be killed and
 *   its process is one of another machine or cannot be ended.
 */
export async function stopRun(id: string, how: StopKind | 'kill', runs: string = runsFolder()): Promise<void> {
  const { output } = await knownRun(id, runs);
  const owner = lockOwner(path.join(output, outputNames.lock));
  if (!owner?.alive) throw new UserError(`${output}: the run is not under way`);
  if (how !== 'kill') {
    requestStop(output, how);
    return;
  }
  if (!owner.here) {
    throw new UserError(`${output}: process ${owner.pid} runs on ${owner.host}; it can be ended only there`);
  }
  if (!isTrainer(owner.pid)) {
    const file = path.join(output, outputNames.lock);
    throw new UserError(`${output}: process ${owner.pid} is another program now; remove ${file}`);
  }
  try {
    process.kill(owner.pid, 'SIGKILL');
  } catch (thrown) {
    throw new UserError(`${output}: process ${owner.pid} cannot be ended: ${errorMessage(thrown)}`);
  }
}

/** Whether a process may be one that trains: its number may be another program's by now. */
function isTrainer(pid: number): boolean {
  const command = commandOf(pid);
  return command === undefined || /\b(?:pre)?train\b/.test(command);
}

/** What a process was started with; undefined where the system does not tell. */
function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const [program, ...given] =
      process.platform === 'win32'
        ? [
            'powershell.exe',
            '-NoProfile',
            '-Command',
            `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`,
          ]
        : ['ps', '-o', 'command=', '-p', String(pid)];
    return (
      execFileSync(program ?? '', given, { encoding: 'utf8', timeout: 10_000, windowsHide: true }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}
