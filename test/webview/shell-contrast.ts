import type { Page } from 'playwright-core';

/** A text of the page whose contrast with what it stands on is too small. */
export interface PaleText {
  readonly text: string;
  readonly contrast: number;
}

/** Looks at every text that is seen, in shadow trees too; runs in the page. What is disabled may be pale. */
const lookup = `((least) => {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [s, h, c]) => [r * a + s * (1 - a), g * a + h * (1 - a), b * a + c * (1 - a), 1];
  const parent = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host;
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = parent(each)) layers.unshift(rgba(getComputedStyle(each).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
      if (own === '' || element.closest('style, script, .unseen, #told, caption, [disabled]') || !element.checkVisibility()) continue;
      const ground = behind(element);
      const style = getComputedStyle(element);
      const ink = over(rgba(element instanceof SVGElement ? style.fill : style.color), ground);
      const [a, b] = [light(ink), light(ground)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < least) found.push({ text: own.slice(0, 60), contrast });
    }
  };
  look(document.body);
  return found;
})`;

/** The texts of a page with a contrast of less than 4.5 to 1 with what they stand on. */
export function paleTexts(page: Page): Promise<readonly PaleText[]> {
  return page.evaluate<readonly PaleText[]>(`${lookup}(4.5)`);
}
