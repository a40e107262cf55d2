// Styles made by scripts, in the ways that a policy of style-src 'self' allows: style sheets that are objects, and
// styles that are set one by one. mended.mjs puts these in place of what the packages do.

/** Stands in for a style element: as much of one as the editor and the dialogs use. It holds from the start. */
export class ScriptedStyle {
  readonly sheet = new CSSStyleSheet();
  className = "";
  #text = "";

  constructor() {
    document.adoptedStyleSheets.push(this.sheet);
  }

  get textContent(): string {
    return this.#text;
  }

  set textContent(css: string) {
    this.#text = css;
    this.sheet.replaceSync(css);
  }

  set innerText(css: string) {
    this.textContent = css;
  }

  remove(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

/** What a style attribute is called until its styles are set. Text can't be taken for one: its quotes are escaped. */
const waiting = "data-scripted-style";

/** HTML as text, or as the editor marks what it trusts. */
type HTML = string | { toString(): string };

const renamed = (html: HTML) => String(html).replaceAll(' style="', ` ${waiting}="`);

function setStyles(within: ParentNode): void {
  for (const element of within.querySelectorAll<HTMLElement>(`[${waiting}]`)) {
    element.style.cssText = element.getAttribute(waiting) ?? "";
    element.removeAttribute(waiting);
  }
}

/** element.innerHTML = html, for HTML with style attributes in double quotes. */
export function setHTML(element: Element, html: HTML): void {
  element.innerHTML = renamed(html);
  setStyles(element);
}

/** node.insertAdjacentHTML("afterend", html), for such HTML. */
export function insertHTMLAfter(node: Element, html: HTML): void {
  const template = document.createElement("template");
  template.innerHTML = renamed(html);
  setStyles(template.content);
  node.after(template.content);
}
