// Chromium says `en-US@posix` where the system's locale is POSIX; no `Intl` takes that, and uPlot asks it while it is loaded.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: navigator.language.replace(/@.*$/, ''), configurable: true });
}
