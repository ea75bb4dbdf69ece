"""Shows, episodes, recordings, presets, productions and what belongs to them. One module per noun.

They point one way: episodes > productions > recordings, and episodes > shows > presets, accounts. Where a row belongs
to something above it, the key names it by word.
"""

from productions.models.accounts import AccountQuerySet, AuphonicAccount, ServerInfo
from productions.models.chapters import Chapter
from productions.models.covers import Cover
from productions.models.episodes import Episode
from productions.models.fetches import Fetch
from productions.models.lanes import Lane, ProductionLane
from productions.models.outputs import OutputFile
from productions.models.presets import Preset, PresetCopy, PresetVersion
from productions.models.productions import Production, ProductionEvent
from productions.models.recordings import Recording, Upload
from productions.models.shows import Approval, Show

__all__ = [
    "AccountQuerySet",
    "Approval",
    "AuphonicAccount",
    "Chapter",
    "Cover",
    "Episode",
    "Fetch",
    "Lane",
    "OutputFile",
    "Preset",
    "PresetCopy",
    "PresetVersion",
    "Production",
    "ProductionEvent",
    "ProductionLane",
    "Recording",
    "ServerInfo",
    "Show",
    "Upload",
]
