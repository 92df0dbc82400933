import { readdir, readFile } from 'node:fs/promises';

interface Running {
  readonly pid: number;
  readonly command: string;
}

/** Processes of this machine whose command line holds `text`; they are read from `/proc`. */
export async function processesWith(text: string): Promise<readonly Running[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const running = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid: Number(pid), command: command.replaceAll('\0', ' ') };
    }),
  );
  return running.filter(({ command }) => command.includes(text));
}

/** The process that started another one. */
export async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
}
