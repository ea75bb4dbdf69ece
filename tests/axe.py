"""What axe-core finds wrong with a page, by the rules of WCAG 2.2, levels A and AA."""

from playwright.sync_api import Page

from tests.engine_process import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
  .then(found => found.violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(" ")} ${node.failureSummary}`)))"""


def complaints(page: Page) -> list[str]:
    """A sentence for each element that breaks a rule, as the page looks now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE.read_text())
    found: list[str] = page.evaluate(RUN)
    return found
