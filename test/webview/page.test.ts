import { expect, it } from 'vitest';
import { describePanel } from './page.ts';

describePanel('the page of the panel', (open) => {
  it('is made when its texts have come, and goes to the tab that it is told', async () => {
    const { page, requests, tell } = await opened();
    expect(requests).toEqual([{ kind: 'ready' }]);
    await tell({ kind: 'show', tab: 'models' });
    await page.locator('vscode-panel-tab#tab-models[aria-selected=true]').waitFor();
  });

  it('keeps the tab that is shown over a reload', async () => {
    const panel = await open();
    await panel.page.locator('#tab-runs').click();
    await expect.poll(() => panel.kept()).toMatchObject({ tab: 'runs' });
    await panel.reload();
    await panel.page.locator('vscode-panel-tab#tab-runs[aria-selected=true]').waitFor();
  });

  it('takes no notice of messages that are none', async () => {
    const panel = await open();
    for (const message of [null, 'show', { kind: 'show' }, { kind: 'show', tab: 'nowhere' }]) await panel.send(message);
    await panel.tell({ kind: 'show', tab: 'evaluate' });
    await panel.page.locator('vscode-panel-tab#tab-evaluate[aria-selected=true]').waitFor();
  });

  async function opened() {
    const panel = await open();
    return { page: panel.page, requests: panel.requests, tell: panel.tell.bind(panel) };
  }
});
