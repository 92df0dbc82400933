/** Where the server tells what it does. Text of documents is never told above `debug`. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}
