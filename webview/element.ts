/** What an element is given besides its children: attributes by their names, `true` for those without a value. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element of the page. Texts are nodes of text: nothing of theirs is read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes,
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[K];
export function element<E extends HTMLElement>(
  tag: `vscode-${string}`,
  attributes?: Attributes,
  ...children: readonly (string | Node)[]
): E;
export function element(
  tag: string,
  attributes: Attributes = {},
  ...children: readonly (string | Node)[]
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}
