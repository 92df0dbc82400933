/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** What a page is in. */
export interface PageHost<Request> {
  post(request: Request): void;
  /** What was kept under a name over a reload. */
  kept(name: string): unknown;
  keep(name: string, value: unknown): void;
}

/** The host of this page; VS Code gives it once. */
export function openHost<Request>(): PageHost<Request> {
  const vscode = acquireVsCodeApi();
  let state: Record<string, unknown> = { ...Object(vscode.getState()) };
  return {
    post: (request) => vscode.postMessage(request),
    kept: (name) => state[name],
    keep(name, value) {
      state = { ...state, [name]: value };
      vscode.setState(state);
    },
  };
}
