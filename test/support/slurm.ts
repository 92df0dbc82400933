import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { sharedFolder } from './shared.ts';

const scripts = path.join(sharedFolder, 'slurm');

/** The port of the controller that `start.sh` starts: there is one on a machine. */
const port = 16817;

/** Why tests on a real Slurm are skipped, for the name of a skipped suite; undefined where they are not. */
export async function slurmMissing(): Promise<string | undefined> {
  if (!existsSync(scripts)) return `skipped: ${scripts} is absent`;
  if (process.getuid?.() !== 0) return 'skipped: Slurm is started by root';
  const places = (process.env.PATH ?? '').split(path.delimiter);
  if (!places.some((place) => existsSync(path.join(place, 'sbatch')))) {
    return "skipped: there is no sbatch (Debian's slurm-wlm and munge)";
  }
  return (await isFree()) ? undefined : `skipped: a Slurm of another run has port ${port}`;
}

/** Starts a Slurm with one node, for this process and those that it starts. */
export function startSlurm(): { readonly stop: () => Promise<void> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-slurm-'));
  execFileSync('bash', [path.join(scripts, 'start.sh'), folder], { stdio: 'ignore' });
  const before = process.env.SLURM_CONF;
  const configuration = path.join(folder, 'slurm.conf');
  process.env.SLURM_CONF = configuration;
  // Looks at its queue each second rather than each minute.
  appendFileSync(configuration, 'SchedulerParameters=sched_interval=1,batch_sched_delay=0\n');
  execFileSync('scontrol', ['reconfigure']);
  return {
    stop: async () => {
      // What a test that failed has left would go on without Slurm.
      execFileSync('scancel', ['--full', '--signal=KILL', `--user=${userInfo().username}`], { stdio: 'ignore' });
      execFileSync('bash', [path.join(scripts, 'stop.sh'), folder], { stdio: 'ignore' });
      // Its daemons write what they know before they end.
      await vi.waitFor(
        () => expect(readdirSync(path.join(folder, 'run')).filter((name) => name.endsWith('.pid'))).toEqual([]),
        20_000,
      );
      if (before === undefined) delete process.env.SLURM_CONF;
      else process.env.SLURM_CONF = before;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function isFree(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
