import { isPanelUpdate, type PanelRequest, type PanelUpdate } from '../../src/protocol/panel.ts';
import { openHost } from '../host.ts';
import { useTexts } from '../texts.ts';
import { defineElements } from '../toolkit.ts';
import { makePage } from './make-page.ts';

const host = openHost<PanelRequest>();
let receive: ((update: PanelUpdate) => void) | undefined;
defineElements();
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isPanelUpdate(data)) return;
  if (data.kind !== 'texts') receive?.(data);
  else if (!receive) {
    // The page is made when its texts are there, in whichever language.
    useTexts(data.bundle);
    receive = makePage(host);
  }
});
host.post({ kind: 'ready' });
