"""Production status numbers and their words, as `info/production_status.json` lists them."""

UPLOADING, WAITING, ERROR, DONE, PROCESSING, ENCODING, TRANSFER = range(7)
RECOGNISING = 14
INCOMPLETE, NOT_STARTED, OUTDATED, INCOMING, STOPPING = 9, 10, 11, 12, 13

WORDS = {
    0: "File Upload",
    1: "Waiting",
    2: "Error",
    3: "Done",
    4: "Audio Processing",
    5: "Audio Encoding",
    6: "Outgoing File Transfer",
    7: "Audio Mono Mixdown",
    8: "Split Audio On Chapter Marks",
    9: "Incomplete",
    10: "Production Not Started Yet",
    11: "Production Outdated",
    12: "Incoming File Transfer",
    13: "Stopping the Production",
    14: "Speech Recognition",
}
RUNNING = frozenset({0, 1, 4, 5, 6, 7, 8, 12, 13, 14})
STARTABLE = frozenset({ERROR, NOT_STARTED, OUTDATED})
