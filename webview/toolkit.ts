import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/** Defines the elements of the toolkit that the page uses: `<vscode-button>`. Nothing else knows the toolkit. */
export function defineElements(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}
