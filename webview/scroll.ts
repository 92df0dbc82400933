import type { PageHost } from './host.ts';

/** In milliseconds. */
const settling = 200;

/**
 * Keeps how far the page is scrolled: a page that is not seen goes, and comes back when it is to be seen again. What it shows
 * comes bit by bit then, so it is scrolled once it is as long as it was, unless the person was quicker.
 * @returns `forget` for another view, which begins at its top.
 */
export function keepScroll(host: Pick<PageHost<never>, 'kept' | 'keep'>): { forget(): void } {
  const kept = host.kept('scroll');
  let wanted = typeof kept === 'number' ? kept : 0;
  let settled: ReturnType<typeof setTimeout> | undefined;
  const give = () => {
    wanted = 0;
  };
  const grown = new ResizeObserver(() => {
    if (wanted === 0 || document.documentElement.scrollHeight < wanted + window.innerHeight) return;
    window.scrollTo(0, wanted);
    give();
  });
  grown.observe(document.body);
  for (const kind of ['wheel', 'keydown', 'pointerdown']) window.addEventListener(kind, give, { passive: true });
  window.addEventListener('scroll', () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      if (wanted === 0) host.keep('scroll', window.scrollY);
    }, settling);
  });
  return {
    forget() {
      give();
      window.scrollTo(0, 0);
      host.keep('scroll', 0);
    },
  };
}
