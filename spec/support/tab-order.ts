/**
 * Goes through a page by Tab alone, as somebody without a mouse does, and tells what is wrong with
 * the way: what is never reached, what comes out of order, where one does not see where one is.
 */
import type { Page } from 'playwright-core';

/** Runs in the page; it has no types of the DOM here. */
const WATCH = String.raw`(() => {
  const CAN_BE_REACHED =
    'a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]';
  const nameOf = (element) => {
    const { tagName, type = '', id } = element;
    const text = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
    return tagName.toLowerCase() + (type && ':' + type) + (id && '#' + id) + ' "' + text + '"';
  };
  const isStop = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.matches(':disabled') &&
    element.tabIndex >= 0 &&
    element.closest('[inert]') === null &&
    !(element.type === 'radio' && !element.checked);
  const isSeen = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  };
  /** Something else may lie on it: a header that stays where it is. */
  const isInSight = (element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    if (width <= 2 || height <= 2) return true;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const [from, to] = [Math.max(left, 0) + 1, Math.min(right, innerWidth) - 1];
    return [from, (from + to) / 2, to].some((x) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || hit.contains(element));
    });
  };
  const stops = [...document.querySelectorAll(CAN_BE_REACHED)].filter(isStop);
  const reached = new Set();
  const problems = [];
  let last;
  document.activeElement?.blur();
  window.tabOrder = {
    count: stops.length,
    /** After each press; false once it comes round, by the window's own controls. */
    look() {
      const element = document.activeElement;
      if (element === null || element === document.body) return true;
      if (reached.has(element)) return false;
      reached.add(element);
      const isAfter = last === undefined || !last.isConnected || element === stops[0] ||
        (last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
      if (!isAfter) problems.push(nameOf(element) + ' comes after ' + nameOf(last));
      if (!isSeen(element)) problems.push(nameOf(element) + ' does not show its focus');
      if (!isInSight(element)) problems.push(nameOf(element) + ' has the focus out of sight');
      last = element;
      return true;
    },
    end() {
      const missed = stops.filter((each) => each.isConnected && isStop(each) && !reached.has(each));
      return [...problems, ...missed.map((each) => nameOf(each) + ' is not reached')];
    },
  };
})()`;

/** What appears meanwhile is gone through, too. */
const MORE_MAX = 40;

export async function tabProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(WATCH);
  const limit = (await page.evaluate<number>('tabOrder.count')) + MORE_MAX;
  for (let presses = 0; presses < limit; presses++) {
    await page.keyboard.press('Tab');
    if (!(await page.evaluate<boolean>('tabOrder.look()'))) break;
  }
  return page.evaluate<readonly string[]>('tabOrder.end()');
}
