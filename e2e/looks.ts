/**
 * What a machine can see of a screen that is not as it should be. Runs in the page, so it can use nothing from outside.
 * Gives sentences; none when all is well.
 */
export function faultsInSight(): string[] {
  const found: string[] = [];
  const slack = 1.5;
  const wide = document.documentElement.scrollWidth;
  if (wide > window.innerWidth) found.push(`the page is ${wide} px wide in a window of ${window.innerWidth}`);

  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  /** For screen readers only: a point that is cut to nothing. */
  const isUnseen = (element: Element) => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { clipPath, clip, position } = styleOf(at);
      if (position === "absolute" && (clipPath.startsWith("inset(50%") || clip === "rect(0px, 0px, 0px, 0px)"))
        return true;
    }
    return false;
  };
  const told = (text: string) => JSON.stringify(text.trim().slice(0, 40));
  type Seen = { rect: DOMRect; text: string; element: Element; layer: Element | null };
  const seen: Seen[] = [];
  const clipped = new Set<string>();
  const rightToLeft = /^[^\p{L}“\u2068]*[\p{Script=Hebrew}\p{Script=Arabic}]/u;

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent ?? "";
    if (!element || text.trim() === "" || element.closest("script, style, noscript, title, pre, code")) continue;
    if (
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) ||
      isUnseen(element)
    )
      continue;
    if (rightToLeft.test(text) && styleOf(element).direction !== "rtl") found.push(`${told(text)} runs the wrong way`);
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width, height } = range.getBoundingClientRect();
    if (width < 56 && height > 64) found.push(`${told(text)} has too little room`);
    for (let rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      let isScrolled = false;
      let layer: Element | null = null;
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const style = styleOf(at);
        if (style.position === "fixed" || style.position === "sticky" || at.matches("[popover], [role=dialog]")) {
          layer ??= at;
        }
        if (style.display === "inline") continue;
        const box = at.getBoundingClientRect();
        const hides = { x: style.overflowX !== "visible", y: style.overflowY !== "visible" };
        const scrolls = {
          x: /auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth,
          y: /auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight,
        };
        if (hides.x || hides.y) {
          const beyond = {
            x: rect.left < box.left - slack || rect.right > box.right + slack,
            y: rect.top < box.top - 4 || rect.bottom > box.bottom + 4,
          };
          const isMeant = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
          if (isMeant && beyond.x && box.width < 40) clipped.add(`${told(text)} has no room`);
          if (!isScrolled && !isMeant && !at.matches("input, textarea, svg")) {
            if (hides.x && beyond.x && !scrolls.x) clipped.add(`${told(text)} is cut off at the side`);
            if (hides.y && beyond.y && !scrolls.y) clipped.add(`${told(text)} is cut off above or below`);
          }
          const left = Math.max(rect.left, box.left);
          const top = Math.max(rect.top, box.top);
          const seenOfIt = { x: Math.min(rect.right, box.right) - left, y: Math.min(rect.bottom, box.bottom) - top };
          rect = new DOMRect(left, top, Math.max(0, seenOfIt.x), Math.max(0, seenOfIt.y));
          // All of it is behind the dots.
          if (isMeant && (seenOfIt.x <= 0 || seenOfIt.y <= 0)) {
            isScrolled = true;
            break;
          }
        }
        if (scrolls.x || scrolls.y) isScrolled = true;
        if (style.position === "fixed") break;
      }
      if (!isScrolled && (rect.left < -slack || rect.right > window.innerWidth + slack)) {
        clipped.add(`${told(text)} goes beyond the window`);
      }
      if (rect.width > 2 && rect.height > 2) seen.push({ rect, text, element, layer });
    }
  }
  found.push(...clipped);

  const crossed = new Set<string>();
  for (const [at, one] of seen.entries()) {
    for (const other of seen.slice(at + 1)) {
      if (one.layer !== other.layer || one.element === other.element) continue;
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      // Letters leave room above and below themselves.
      if (across > 2 && down > 6) crossed.add(`${told(one.text)} lies over ${told(other.text)}`);
    }
  }
  return [...found, ...crossed];
}

/** What has the focus, and whether one can see that it has. Runs in the page. Null when nothing has it. */
export function focusInSight(): { name: string; path: string; faults: string[] } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = (element.getAttribute("aria-label") || element.textContent || element.outerHTML).trim().slice(0, 40);
  const siblings = [...document.querySelectorAll("*")];
  const faults: string[] = [];
  const box = element.getBoundingClientRect();
  const inWindow = box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth;
  if (box.width < 1 || box.height < 1 || !inWindow) faults.push("is out of sight");
  const ringed = (at: Element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
  };
  // A list holds the focus for one of its rows.
  const row = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
  let hasRing = row !== null && ringed(row);
  for (let at: Element | null = element; at && !hasRing; at = at.parentElement) {
    if (at !== element && !at.matches(":has(:focus-visible)")) break;
    hasRing = ringed(at);
    if (at !== element && at.matches("main, body")) break;
  }
  if (!hasRing) faults.push("has no ring");
  return { name, path: String(siblings.indexOf(element)), faults };
}
