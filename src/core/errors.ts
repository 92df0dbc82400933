/**
 * An error whose message is written for the user: it names the file, line or tensor and says what to do. The command
 * line prints it as one line and exits with 1; the language server shows it as a notification. Everything else that is
 * thrown is a bug and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The message of anything that was thrown. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
