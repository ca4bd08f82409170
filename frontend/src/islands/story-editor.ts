// Keeps what is typed while one types, as the button that keeps it does: a crash or a closed tab takes nothing along.
// It speaks only when that fails; without it the page does the same at each button.

const PAUSE = 2_500;
const AGAIN = 15_000;

type Message = "kept" | "failed" | "overtaken" | "signedOut";

class StoryEditor {
  #form: HTMLFormElement;
  #state: HTMLElement | null;
  #failure: HTMLElement | null;
  /** How often something was typed, and up to where it is kept. */
  #typed = 0;
  #kept = 0;
  #timer = 0;
  #sending: Promise<void> | undefined;
  #hasEnded = false;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#state = document.querySelector("[data-editor-state]");
    this.#failure = document.querySelector("[data-editor-failure]");
    form.addEventListener("input", () => this.#changed());
    form.addEventListener("submit", (event) => this.#submitted(event));
    addEventListener("beforeunload", (event) => {
      if (this.#typed > this.#kept && !this.#hasEnded) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#keep();
    });
  }

  #changed(): void {
    this.#typed += 1;
    this.#after(PAUSE);
  }

  #after(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#keep(), pause);
  }

  #keep(): void {
    if (this.#typed === this.#kept || this.#sending || this.#hasEnded) return;
    clearTimeout(this.#timer);
    this.#sending = this.#send().finally(() => {
      this.#sending = undefined;
      if (this.#typed > this.#kept && !this.#hasEnded) this.#after(this.#failure?.textContent ? AGAIN : PAUSE);
    });
  }

  async #send(): Promise<void> {
    const typed = this.#typed;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) if (typeof value === "string") body.append(name, value);
    body.set("do", "keep");
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body });
      if (answer.status === 409) return this.#end("overtaken");
      if (answer.status === 401 || answer.status === 404) return this.#end("signedOut");
      if (!answer.ok || !this.#isReadAnew(await answer.text())) return this.#fail("failed");
      this.#kept = typed;
      this.#say("kept");
    } catch {
      this.#fail("failed");
    }
  }

  /** Takes over what this window has read now, so that the next button does not meet itself. */
  #isReadAnew(html: string): boolean {
    const page = new DOMParser().parseFromString(html, "text/html");
    return ["version", "revision"].every((name) => {
      const selector = `#${this.#form.id} input[name=${name}]`;
      const now = page.querySelector<HTMLInputElement>(selector)?.value;
      const here = document.querySelector<HTMLInputElement>(selector);
      if (now === undefined || !here) return false;
      here.value = now;
      return true;
    });
  }

  /** What is on its way arrives first. */
  #submitted(event: SubmitEvent): void {
    clearTimeout(this.#timer);
    if (!this.#sending) {
      this.#kept = this.#typed;
      this.#hasEnded = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    this.#sending.then(() => this.#form.requestSubmit(submitter));
  }

  #say(message: Message): void {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
    if (this.#state) this.#state.textContent = `${this.#form.dataset[message]} ${time}`;
    if (this.#failure) this.#failure.textContent = "";
  }

  #fail(message: Message): void {
    if (this.#failure) this.#failure.textContent = this.#form.dataset[message] ?? "";
  }

  #end(message: Message): void {
    this.#hasEnded = true;
    this.#fail(message);
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-island=story-editor]")) new StoryEditor(form);
