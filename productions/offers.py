"""What the servers of a team's accounts offer; without news from them, all that Auphonic documents."""

from dataclasses import dataclass, field
from typing import Any

from productions import formats, outgoing
from productions.algorithms import OLDER, text
from productions.formats import Format
from productions.models import AuphonicAccount, ServerInfo
from productions.parameters import Options, Parameter
from teams.models import Team


@dataclass(frozen=True)
class Offers:
    """`algorithms`: by key, the value a form sends and its label. `outputs`: formats; empty when nothing is known.

    `services`: those that files can be sent to, label by uuid.
    """

    algorithms: dict[str, dict[str, str]]
    outputs: frozenset[str]
    services: dict[str, str] = field(default_factory=dict)

    def options(self, parameter: Parameter) -> Options:
        """Ours in our words, without those that no server takes, and theirs that we have no word for."""
        offered = self.algorithms.get(parameter.key)
        if not offered or parameter.is_switch:
            return parameter.options
        ours = [(value, label) for value, label in parameter.options if text(value) in offered]
        known = {text(value) for value, _ in parameter.options}
        return (*ours, *((value, label) for value, label in offered.items() if value not in known))

    def formats(self) -> list[Format]:
        return [each for each in formats.FORMATS if not self.outputs or each.key in self.outputs]


def offers_for(team: Team) -> Offers:
    accounts = list(AuphonicAccount.objects.for_team(team))
    servers = {account.server for account in accounts}
    algorithms: dict[str, dict[str, str]] = {}
    outputs: set[str] = set()
    for row in ServerInfo.objects.filter(server__in=servers):
        outputs |= set(_mapping(row.info, "output_files"))
        for key, entry in _mapping(row.info, "algorithms").items():
            algorithms.setdefault(OLDER.get(key, key), {}).update(_options(entry))
    return Offers(algorithms, frozenset(outputs), outgoing.offered(accounts))


def _options(entry: Any) -> dict[str, str]:
    rows = entry.get("options") if isinstance(entry, dict) else None
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {_value(row.get("value")): str(row.get("display_name") or row.get("value")) for row in found}


def _value(value: Any) -> str:
    return "same" if value == "Same" else text(value)


def _mapping(info: Any, key: str) -> dict[str, Any]:
    value = info.get(key) if isinstance(info, dict) else None
    return value if isinstance(value, dict) else {}
