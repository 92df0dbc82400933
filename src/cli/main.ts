#!/usr/bin/env node
import { commands } from './commands.ts';
import { runCommandLine } from './run.ts';
import { Interruption } from './terminal.ts';

/** How long the update under way and a checkpoint of a large model may take, in milliseconds. */
const checkpointPatience = 600_000;

const stop = new AbortController();
// Once only: a second Ctrl-C ends the process at once.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Interruption(name)));

// Started by the language server: its end of the channel closes when it dies, however it dies, and nothing here outlives it
// but a run of training until it has written its checkpoint.
const leave = () => {
  if (!['train', 'pretrain'].includes(process.argv[2] ?? '')) process.exit(1);
  stop.abort(new Interruption('SIGTERM'));
  setTimeout(() => process.exit(1), checkpointPatience).unref();
};
// It may have died while this file was loaded.
if (process.connected === false) leave();
process.once('disconnect', leave);
process.channel?.unref();

// A write's own callback tells of a reader that is gone; without a listener the event would end the process.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await runCommandLine(process.argv.slice(2), commands, {
  // Opened only by the command that reads it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  watched: process.stderr.isTTY === true && process.stdout.isTTY !== true,
  signal: stop.signal,
});
