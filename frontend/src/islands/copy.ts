// Copies what is shown once: a token, a link, codes. Where the browser does not let pages copy, there is no button.

function wake(button: HTMLButtonElement): void {
  const source = document.getElementById(button.dataset.copies ?? "");
  const told = button.nextElementSibling;
  if (!source || !(told instanceof HTMLElement) || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(copied(source));
      told.textContent = told.dataset.done ?? "";
    } catch {
      // It is not allowed: the text stays selected, to be copied by hand.
      getSelection()?.selectAllChildren(source);
      if (source instanceof HTMLTextAreaElement) source.select();
    }
  });
}

/** A list is copied line by line. */
function copied(source: HTMLElement): string {
  if (source instanceof HTMLTextAreaElement) return source.value;
  return Array.from(source.children, (it) => it.textContent?.trim()).join("\n");
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-island=copy]")) wake(button);
