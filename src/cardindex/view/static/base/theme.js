// Light and dark: the colours of each, and which one the reader's browser remembers.

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
    // The choice is then asked for again next time.
  }
}

/** Colours come from the style sheet, the one place where a theme is defined. */
export function readTheme(stage) {
  const style = getComputedStyle(stage);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    paper: colour("--paper"),
    card: colour("--card"),
    ink: colour("--ink"),
    soft: colour("--soft"),
    red: colour("--red"),
    washes: colour("--washes").split(" "),
    inks: colour("--inks").split(" "),
    ramp: colour("--ramp").split(" "),
    none: colour("--none"),
    voices: [colour("--voice-one"), colour("--voice-two")],
    dark: colour("--dark") === "1",
    font: style.fontFamily,
  };
}

/** The theme's version of a colour of the ontology: on dark paper a little lighter. */
export function tinted(colour, theme) {
  if (!theme.dark || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const lighter = parts.map((part) => Math.round(part + (255 - part) * 0.28));
  return `#${lighter.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
