import { serveModel } from '../../src/host/host.ts';
import type { HostReply, HostRequest } from '../../src/protocol.ts';

// A model host that reads what it is sent first, then holds back whatever it is sent until that is cancelled: once
// something was, it reads again. So what waits for a cancellation is seen at any speed of reading.
let recognized = 0;
let held: number | undefined;
const send = (reply: HostReply) => process.send?.(reply);

serveModel({
  send,
  listen: (handle) => {
    process.on('message', (request: HostRequest) => {
      if (request.kind === 'recognize' && ++recognized === 2) held = request.id;
      else if (request.kind === 'cancel' && request.id === held)
        send({ kind: 'failed', id: held, message: 'cancelled' });
      else handle(request);
    });
  },
});
process.once('disconnect', () => process.exit(0));
