/* What axe's word on a page depends on, as the page is drawn now, and how far the page is too wide.

   One fact for each element that can be seen: its tag, classes and states, those of all around it, and the colours and
   size of its words with the ground they stand on; and whether it scrolls, or is a target that is small or has another
   close by. Facts are told as hashes. window.hold(places) finds the smallest element that holds whose they are, as
   window.held, and tells the colours that they have in the dark: <html> says so for a moment, and nothing is painted. */
() => {
  const NEAR = 12, TARGETS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const STATES = ["type", "role", "disabled", "readonly", "tabindex", "open", "data-s"];
  const START = 2166136261;
  const facts = [], elements = [], targets = [];

  const hashed = (text, hash) => {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
    return hash >>> 0;
  };
  const add = (element, kind, look) => {
    facts.push(`${kind.toString(36)}.${hashed(look, START).toString(36)}`);
    elements.push(element);
  };
  const named = (element) => {
    let name = element.tagName;
    for (const { name: key, value } of element.attributes)
      if (key === "class" || STATES.includes(key)) name += ` ${key}=${value}`;
      else if (key.startsWith("aria-")) name += ` ${key}`;
    return name;
  };
  const hasWords = (element) =>
    element.placeholder || element.value || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  const wordsOf = (style) => `${style.color} ${style.fontSize} ${style.fontWeight}`;
  const grounded = (style, kind, ground) => {
    const own = style.backgroundColor;
    if (style.backgroundImage !== "none") ground = `${style.backgroundImage} ${own} ${ground}`;
    else if (own !== "rgba(0, 0, 0, 0)") ground = /rgba|\/ /.test(own) ? `${own} ${ground}` : own;
    if (style.opacity !== "1") ground += ` at ${style.opacity}`;
    if (style.position === "absolute" || style.position === "fixed") ground += ` over ${kind}`;
    return ground;
  };

  const walk = (element, above, under) => {
    if (!element.checkVisibility()) return;
    const words = hasWords(element), kind = hashed(named(element), above), style = getComputedStyle(element);
    const ground = grounded(style, kind, under);
    const isScrolled = /auto|scroll/.test(style.overflow)
      && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    const look = words ? `${wordsOf(style)} on ${ground}` : "";
    add(element, kind, `${look}${isScrolled ? " scrolls" : ""}`);
    if (element.matches(TARGETS)) targets.push({ element, kind, box: element.getBoundingClientRect() });
    if (element.tagName !== "svg") for (const child of element.children) walk(child, kind, ground);
  };
  walk(document.body, START, "");

  for (const { element, kind, box } of targets) {
    const isSmall = box.width < 24 || box.height < 24;
    const room = (from, to) => (isSmall ? [Math.min(from, (from + to) / 2 - NEAR), Math.max(to, (from + to) / 2 + NEAR)] : [from, to]);
    const [left, right] = room(box.left, box.right), [top, bottom] = room(box.top, box.bottom);
    const isClose = targets.some(({ element: other, box: near }) =>
      near.left < right && near.right > left && near.top < bottom && near.bottom > top
      && !other.contains(element) && !element.contains(other));
    if (isSmall || isClose) add(element, kind, `target ${isSmall} ${isClose}`);
  }

  window.hold = (places) => {
    const news = places.map((place) => elements[place]).filter((each) => each.isConnected); // live pages change
    let held = news[0] ?? document.body;
    for (const each of news) while (!held.contains(each)) held = held.parentElement;
    window.held = held === document.body ? document : held;
    const root = document.documentElement, was = root.getAttribute("data-theme"), grounds = new Map();
    const groundOf = (element) => {
      if (!element) return "";
      if (!grounds.has(element)) grounds.set(element, grounded(getComputedStyle(element), element.className, groundOf(element.parentElement)));
      return grounds.get(element);
    };
    root.dataset.theme = "dark";
    const dark = news.filter(hasWords).map((element) => hashed(`${wordsOf(getComputedStyle(element))} on ${groundOf(element)}`, START));
    if (was === null) root.removeAttribute("data-theme");
    else root.dataset.theme = was;
    return dark.join(" ");
  };
  return { beyond: document.scrollingElement.scrollWidth - innerWidth, facts: facts.join(" ") };
}
