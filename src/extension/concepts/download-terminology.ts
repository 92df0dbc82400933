import { type QuickPickItem, window } from 'vscode';
import type { TerminologyDownload } from '../../protocol.ts';
import type { ConceptRequests } from './concept-requests.ts';
import { takeIn } from './take-in.ts';
import { downloadLine, downloadQuestion } from './terminology-words.ts';

interface DownloadItem extends QuickPickItem {
  readonly download: TerminologyDownload;
}

/** Offers the terminologies that publishers give away; asks before the network is called. */
export async function downloadTerminology(requests: ConceptRequests): Promise<'show' | 'output' | undefined> {
  const { downloads, installed, file } = await requests.terminologies();
  const items: readonly DownloadItem[] = downloads.map((download) => ({
    ...downloadLine(
      download,
      installed.find(({ name }) => name === download.name),
    ),
    download,
  }));
  const picked = await window.showQuickPick(items, {
    title: 'Download Terminology',
    placeHolder: 'From its publisher; you are asked once more before the network is called',
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  const { name, title } = picked.download;
  const { message, detail } = downloadQuestion(picked.download, file);
  const yes = 'Download';
  if ((await window.showInformationMessage(message, { modal: true, detail }, yes)) !== yes) return undefined;
  return takeIn('download', { name, title }, (token, told) => requests.download(name, token, told));
}
