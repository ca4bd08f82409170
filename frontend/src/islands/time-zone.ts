// Whoever joins need not look for the time zone that their browser knows.

for (const field of document.querySelectorAll<HTMLInputElement>("input[data-island=time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
