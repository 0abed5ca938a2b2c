// Light and dark, and what the reader's own machine remembers.

export function isDark() {
  const asked = document.documentElement.dataset.theme;
  return asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function takeTheme(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

/** Storage can be closed to a page from a disk or in a frame; nothing depends on it. */
export function kept(name) {
  try {
    return localStorage.getItem(`cardindex.${name}`);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`cardindex.${name}`, value);
  } catch {
    // Then it is asked again next time.
  }
}
