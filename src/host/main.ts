import { serveModel } from './host.ts';

// The server's end of the channel closes when it dies, however it dies: nothing here outlives it. There is no handler of
// signals, so that one ends the process at once even while the model blocks it.
process.once('disconnect', () => process.exit(0));

serveModel({
  send: (reply) => process.send?.(reply),
  listen: (handle) => process.on('message', handle),
});
