/** What the utilisation of a queue's consumers means, in words. Shown by consumers-panel.tsx. */

/** `utilisation`: the share of time, 0 to 1, in which somebody could have taken a message. */
export function utilisationText(utilisation: number): string {
  const percent = Math.round((1 - utilisation) * 100);
  if (percent <= 1) return 'They keep up: somebody can take a message at any time.';
  if (percent >= 99) return 'They are full: nobody can take a message now.';
  const cure = 'More consumers, or a larger prefetch, would take them sooner.';
  return `Lately nobody could take a message for ${percent} % of the time. ${cure}`;
}
