/** How far a download is, in bytes: `4.5 of 18 MB downloaded · about 9 s left`. */
export function downloadText(bytes: number, total: number | undefined, left: number | undefined): string {
  const of = total === undefined ? '' : ` of ${megabytes(total)}`;
  const rest = left === undefined ? [] : [timeLeft(left)];
  return [`${megabytes(bytes)}${of} MB downloaded`, ...rest].join(' · ');
}

/** `about 40 s left`, `about 3 min left`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `about ${seconds < 10 ? seconds : Math.ceil(seconds / 10) * 10} s left`;
  return `about ${Math.ceil(seconds / 60)} min left`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });
}
