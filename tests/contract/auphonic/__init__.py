"""The examples of Auphonic's API document, section by section.

`SECTIONS` says how many each section has: a section whose examples are not all there fails the run.
"""

from tests.contract.auphonic import (
    browser,
    calls,
    changes,
    details,
    multitrack,
    productions,
    queries,
    reference,
    signing_in,
    simple,
    use,
)

SECTIONS = {
    simple.SECTION: 6,
    productions.SECTION: 5,
    details.SECTION: 8,
    queries.SECTION: 6,
    changes.SECTION: 4,
    multitrack.SECTION: 4,
    signing_in.SECTION: 7,
    calls.SECTION: 3,
    calls.SERVICES: 4,
    browser.SECTION: 2,
    use.SECTION: 3,
    use.PRACTICES: 1,
    reference.SECTION: 3,
}

__all__ = ["SECTIONS"]
