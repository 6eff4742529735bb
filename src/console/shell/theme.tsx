/** Light, dark, or what the system says; kept for the next visit. */
import { useState } from 'preact/hooks';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'leveret.theme';
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const TITLES: Readonly<Record<Theme, string>> = {
  system: 'Theme: system',
  light: 'Theme: light',
  dark: 'Theme: dark',
};
const SIGNS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

/** Charts draw with the page's colours and have to be told. */
export const THEME_EVENT = 'leveret-theme';

export function storedTheme(): Theme {
  const text = localStorage.getItem(KEY);
  return text === 'light' || text === 'dark' ? text : 'system';
}

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  window.dispatchEvent(new Event(THEME_EVENT));
}

export function switchTheme(): Theme {
  const theme = NEXT[storedTheme()];
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
  return theme;
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <button
      type="button"
      class="quiet"
      title={`${TITLES[theme]} (t)`}
      aria-label={TITLES[theme]}
      data-action="theme"
      onClick={() => setTheme(switchTheme())}
    >
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </button>
  );
}
