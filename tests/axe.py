"""What axe-core finds wrong with a page, by the rules of WCAG 2.2, levels A and AA."""

from playwright.sync_api import Page

from tests.engine_process import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast",)
# without `preload` axe passes over sound that plays by itself, which no page of ours has: tests/e2e/structure.py looks
RUN = """async ({ rules, part, theme }) => {
  if (!window.axe) return null;
  const root = document.documentElement, was = root.getAttribute("data-theme");
  if (theme) root.dataset.theme = theme;
  const ask = (selectors) =>
    axe.run(window[part], { runOnly: rules, resultTypes: ["violations"], preload: false, selectors });
  let found = await ask(false); // to name where each element stands takes a quarter of the time, for all it looked at
  if (found.violations.length) found = await ask(true);
  if (theme && was === null) root.removeAttribute("data-theme");
  else if (theme) root.dataset.theme = was;
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}"""


def complaints(page: Page, rules: tuple[str, ...] = ALL, part: str = "document", theme: str = "") -> list[str]:
    """A sentence for each element that breaks a rule, as the page looks now, or would in another theme.

    `part` names a variable of the window that holds all that axe is to look at.
    """
    order = {"rules": list(rules), "part": part, "theme": theme}
    found: list[str] | None = page.evaluate(RUN, order)
    if found is None:
        page.evaluate(SOURCE.read_text())
        found = page.evaluate(RUN, order) or []
    return found
