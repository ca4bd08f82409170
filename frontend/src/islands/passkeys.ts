// Asks the browser for a passkey, or to make one, and sends its answer with the form, as any form is sent.
// Where the browser offers passkeys in a field by itself, it is asked for them as soon as the page is there.

/** A question of the browser's is good for ten minutes; it is asked anew before. */
const ASKED_AGAIN = 8 * 60_000;

type Told = "failed" | "refused" | "known";
type Making = PublicKeyCredentialCreationOptionsJSON;
type Asking = PublicKeyCredentialRequestOptionsJSON;
type Question = { ceremony: string; publicKey: Making & Asking };

/** That the server's own page is to say what is wrong. */
class ForThePage extends Error {}

class PasskeyForm {
  #form: HTMLFormElement;
  #failure: HTMLElement | null;
  /** The question that stands behind a field, until a button asks another one. */
  #offer = new AbortController();

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#failure = form.querySelector("[data-passkey=failure]");
    if (!window.PublicKeyCredential) this.#show("unsupported");
    else if (location.origin !== form.dataset.origin) this.#show("elsewhere");
    else this.#wake();
  }

  #wake(): void {
    const form = this.#form;
    // A browser that goes back may fill in what was sent before.
    this.#fill("", "");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#pressed();
    });
    this.#begin();
    addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
  }

  #begin(): void {
    if (this.#form.dataset.does === "get") void this.#stand();
  }

  async #pressed(): Promise<void> {
    this.#offer.abort();
    this.#say("");
    try {
      const question = await this.#ask();
      const { publicKey } = question;
      this.#send(
        question,
        this.#form.dataset.does === "create"
          ? await navigator.credentials.create({ publicKey: creation(publicKey) })
          : await navigator.credentials.get({ publicKey: request(publicKey) }),
      );
    } catch (error) {
      if (error instanceof ForThePage) return this.#form.submit();
      this.#say(this.#form.dataset[told(error)] ?? "");
      this.#begin();
    }
  }

  /** Waits behind the field for a passkey to be chosen there. */
  async #stand(): Promise<void> {
    // Before anything is waited for: the button, however soon it is pressed, ends this one.
    const offer = new AbortController();
    this.#offer = offer;
    if (!(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    let isOld = false;
    const timer = setTimeout(() => {
      isOld = true;
      offer.abort();
    }, ASKED_AGAIN);
    try {
      const question = await this.#ask();
      const publicKey = request(question.publicKey);
      const mediation = "conditional";
      this.#send(question, await navigator.credentials.get({ publicKey, mediation, signal: offer.signal }));
    } catch {
      // Nobody asked for this by a button, so nobody is told; the button is there.
      if (isOld) void this.#stand();
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(): Promise<Question> {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) if (typeof value === "string") body.append(name, value);
    const answer = await fetch(this.#form.dataset.begin ?? "", { method: "POST", body });
    if ([401, 404, 409, 422].includes(answer.status)) throw new ForThePage();
    if (!answer.ok) throw new Error(`asked for a question, and was answered ${answer.status}`);
    return answer.json();
  }

  #send(question: Question, credential: Credential | null): void {
    if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey");
    this.#fill(question.ceremony, JSON.stringify(written(credential)));
    this.#form.submit();
  }

  #fill(ceremony: string, credential: string): void {
    for (const [name, value] of Object.entries({ ceremony, credential })) {
      const field = this.#form.querySelector<HTMLInputElement>(`input[name=${name}]`);
      if (field) field.value = value;
    }
  }

  #say(text: string): void {
    if (this.#failure) this.#failure.textContent = text;
  }

  #show(what: "unsupported" | "elsewhere"): void {
    const told = this.#form.parentElement?.querySelector<HTMLElement>(`[data-passkey=${what}]`);
    if (told) told.hidden = false;
  }
}

function told(error: unknown): Told {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return "known";
  return name === "NotAllowedError" || name === "AbortError" ? "refused" : "failed";
}

// The browser speaks of bytes, the server of base64url. Browsers can turn one into the other themselves, not all of them yet.

function creation(options: Making): PublicKeyCredentialCreationOptions {
  return {
    ...(options as object as PublicKeyCredentialCreationOptions),
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
}

function request(options: Asking): PublicKeyCredentialRequestOptions {
  return {
    ...(options as object as PublicKeyCredentialRequestOptions),
    challenge: bytes(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
  };
}

function descriptors(list: PublicKeyCredentialDescriptorJSON[] = []): PublicKeyCredentialDescriptor[] {
  return list.map((it) => ({
    id: bytes(it.id),
    type: "public-key",
    transports: it.transports as AuthenticatorTransport[],
  }));
}

function written({ id, rawId, type, response }: PublicKeyCredential): object {
  return { id, rawId: text(rawId), type, extensions: {}, response: answer(response) };
}

function answer(response: AuthenticatorResponse): object {
  const clientDataJSON = text(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse) {
    return { clientDataJSON, attestationObject: text(response.attestationObject) };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    clientDataJSON,
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  };
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
}

function text(bytes: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-island=passkeys]")) new PasskeyForm(form);
