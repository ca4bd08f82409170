// Shows what is found while one types: the page that the form would lead to is fetched, and its results are put in
// the place of those that stand there. The address bar keeps in step, so that going back and sharing work: what one
// came for, and each search that one ended with Enter, is a place to go back to; what one typed on the way is not.

/** How long a pause in typing is before one asks. */
const PAUSE_IN_TYPING = 200;

class SearchBox {
  #form: HTMLFormElement;
  #field: HTMLInputElement;
  #results: HTMLElement;
  #status: HTMLElement | null;
  #failed: HTMLElement | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();
  #shown: string;
  /** Whether what is shown is a place to go back to. */
  #isKept = true;

  constructor(root: HTMLElement, form: HTMLFormElement, field: HTMLInputElement, results: HTMLElement) {
    this.#form = form;
    this.#field = field;
    this.#results = results;
    this.#status = root.querySelector("[data-search=status]");
    this.#failed = root.querySelector("[data-search=failed]");
    this.#shown = this.#address();
    // While an input method composes, what stands in the field is not what is meant.
    field.addEventListener("input", (event) => {
      if (!(event instanceof InputEvent && event.isComposing)) this.#later();
    });
    field.addEventListener("compositionend", () => this.#later());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#ended();
    });
    window.addEventListener("popstate", () => this.#back());
    root.addEventListener("keydown", (event) => this.#moved(event));
  }

  #address(): string {
    const pairs = [...new FormData(this.#form)].filter((it): it is [string, string] => typeof it[1] === "string");
    return `${this.#form.getAttribute("action")}?${new URLSearchParams(pairs.filter((it) => it[1]))}`;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#now(), PAUSE_IN_TYPING);
  }

  async #now(): Promise<void> {
    clearTimeout(this.#timer);
    const address = this.#address();
    if (address !== this.#shown) await this.#ask(address, true);
  }

  /** Enter: the keyboard of a screen makes room for the results. */
  async #ended(): Promise<void> {
    if (matchMedia("(pointer: coarse)").matches) this.#field.blur();
    await this.#now();
    if (this.#address() === this.#shown) this.#isKept = true;
  }

  /** What was searched for before is asked for anew: it may have changed meanwhile. */
  #back(): void {
    clearTimeout(this.#timer);
    this.#field.value = new URLSearchParams(location.search).get(this.#field.name) ?? "";
    this.#isKept = true;
    void this.#ask(location.pathname + location.search, false);
  }

  async #ask(address: string, isNew: boolean): Promise<void> {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.#results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!asking.signal.aborted) this.#show(address, answer.ok, page, isNew);
    } catch {
      if (!asking.signal.aborted) this.#fail();
    } finally {
      if (this.#asking === asking) this.#results.removeAttribute("aria-busy");
    }
  }

  /** What stands there answers another question. */
  #fail(): void {
    if (this.#failed) this.#failed.hidden = false;
    this.#results.hidden = true;
    this.#say(this.#failed?.textContent ?? "");
  }

  #show(address: string, isFound: boolean, page: Document, isNew: boolean): void {
    const results = page.querySelector("[data-search=results]");
    // Whatever else the server says stands on a page of its own.
    if (!isFound || !results) {
      location.assign(address);
      return;
    }
    const open = this.#results.querySelector<HTMLDetailsElement>("details.filters")?.open;
    this.#results.replaceChildren(...results.childNodes);
    this.#results.hidden = false;
    if (this.#failed) this.#failed.hidden = true;
    const filters = this.#results.querySelector<HTMLDetailsElement>("details.filters");
    if (filters && open !== undefined) filters.open = open;
    this.#shown = address;
    if (isNew) this.#remember(address);
    document.title = page.title;
    this.#say(this.#results.querySelector("[data-search=told]")?.textContent ?? "");
  }

  #remember(address: string): void {
    if (this.#isKept) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#isKept = false;
  }

  #say(text: string): void {
    if (this.#status) this.#status.textContent = text.replace(/\s+/g, " ").trim();
  }

  /** From the field to the results and between them; Enter follows a link by itself. */
  #moved(event: KeyboardEvent): void {
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.isComposing) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stops = [this.#field, ...this.#results.querySelectorAll<HTMLElement>(".entry h3 a")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

for (const root of document.querySelectorAll<HTMLElement>("[data-island=search-box]")) {
  const form = root.querySelector<HTMLFormElement>("form[role=search]");
  const field = form?.querySelector<HTMLInputElement>("input[type=search]");
  const results = root.querySelector<HTMLElement>("[data-search=results]");
  if (form && field && results) new SearchBox(root, form, field, results);
}
